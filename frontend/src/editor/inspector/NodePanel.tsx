// The inspector of one node: its title, and tabs for settings and what the shown run did with it.
import { ActionIcon, Menu, SegmentedControl } from '@mantine/core';
import { IconCopy, IconDots, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useCell } from '../../canvas/cell';
import { NodeIcon } from '../../canvas/icons';
import { retitle } from '../../graph/edits';
import type { GraphNode } from '../../graph/types';
import { text } from '../../strings';
import { useSession } from '../state/context';
import { deleteSelection, duplicate } from '../state/edit';
import classes from './inspector.module.css';
import { HistoryTab, InputTab, OutputTab } from './RunTabs';
import { Settings } from './Settings';

const t = text.editor.inspector;
type Tab = 'settings' | 'input' | 'output' | 'history';
const TABS = (['settings', 'input', 'output', 'history'] as const).map((value) => ({
  value,
  label: t.tabs[value],
}));

export function NodePanel({ node }: { node: GraphNode }) {
  const [tab, setTab] = useState<Tab>('settings');
  const type = useSession().types.get(node.type);
  return (
    <>
      <header className={classes.head}>
        <div className={classes.title}>
          <NodeIcon type={type} size={26} />
          <TitleField node={node} />
          <NodeMenu />
        </div>
        <SegmentedControl
          fullWidth
          size="xs"
          data={TABS}
          value={tab}
          onChange={(next) => setTab(next as Tab)}
          aria-label={t.label}
        />
      </header>
      <div className={classes.scroll}>
        {tab === 'settings' && <Settings node={node} type={type} />}
        {tab === 'input' && <InputTab node={node} />}
        {tab === 'output' && <OutputTab node={node} />}
        {tab === 'history' && <HistoryTab node={node} />}
      </div>
    </>
  );
}

function TitleField({ node }: { node: GraphNode }) {
  const session = useSession();
  const renaming = useCell(session.renaming);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (renaming !== node.id) return;
    session.renaming.set(null);
    field.current?.select();
  }, [session, renaming, node.id]);
  return (
    <input
      ref={field}
      className={classes.titleField}
      aria-label={t.title}
      data-testid="node-title"
      value={node.title}
      placeholder={node.id}
      maxLength={200}
      onChange={(event) =>
        session.do(
          text.editor.steps.rename,
          retitle(node, event.currentTarget.value),
          `title/${node.id}`,
        )
      }
      onBlur={session.seal}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}

function NodeMenu() {
  const session = useSession();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t.more}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCopy size={14} />} onClick={() => duplicate(session)}>
          {t.duplicate}
        </Menu.Item>
        <Menu.Item
          color="var(--f-red)"
          leftSection={<IconTrash size={14} />}
          onClick={() => deleteSelection(session)}
        >
          {t.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
