// Beside Publish: compare, discard the draft, take the publication back, import and export.
import { Button, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowsDiff,
  IconChevronDown,
  IconDownload,
  IconUpload,
  IconWorldOff,
} from '@tabler/icons-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { useVersions } from '../../api/queries';
import { text } from '../../strings';
import { CompareDialog, type Pair } from './CompareDialog';
import { useVersionActions } from './useVersionActions';

const t = text.versions.menu;

export function PublishMenu() {
  const actions = useVersionActions();
  const { version, changed, withdrawn, slug } = actions;
  const versions = useVersions(slug, version !== null).data ?? [];
  const [pair, setPair] = useState<Pair | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    const [first] = event.currentTarget.files ?? [];
    event.currentTarget.value = '';
    if (first) void actions.importFile(first);
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant={changed || withdrawn ? 'filled' : 'default'}
            px={8}
            aria-label={t.label}
            data-testid="publish-menu"
          >
            <IconChevronDown size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconArrowsDiff size={14} />}
            disabled={version === null}
            onClick={() => version !== null && setPair({ before: version, after: null })}
          >
            {t.compare}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowBackUp size={14} />}
            disabled={version === null || !changed}
            onClick={() => void actions.discard()}
          >
            {t.discard}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconDownload size={14} />} onClick={actions.exportFile}>
            {t.export}
          </Menu.Item>
          <Menu.Item leftSection={<IconUpload size={14} />} onClick={() => file.current?.click()}>
            {t.import}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="var(--f-red)"
            leftSection={<IconWorldOff size={14} />}
            disabled={version === null || withdrawn}
            onClick={() => void actions.unpublish()}
          >
            {t.unpublish}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={t.import}
        data-testid="import-file"
        onChange={chosen}
      />
      <CompareDialog versions={versions} pair={pair} onClose={() => setPair(null)} />
    </>
  );
}
