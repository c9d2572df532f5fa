// Beside Run: to the selected step, only that step, the test data.
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconChevronUp,
  IconDatabase,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
} from '@tabler/icons-react';
import { useMemo } from 'react';
import { useBarred } from '../../api/session';
import { useCell } from '../../canvas/cell';
import { text } from '../../strings';
import { shown } from '../actions/keys';
import { useSession } from '../state/context';
import { useTrying } from '../trying/testData';
import { useTrial } from '../trying/useTrial';
import { TRYING_KEYS, useTryingActions, useTryingKeys } from '../trying/useTryingKeys';

const t = text.trying;

export function TryMenu() {
  const session = useSession();
  const trying = useTrying();
  const { only } = useTrial();
  useCell(session.selection);
  const sole = session.soleNode();
  const actions = useTryingActions(only);
  const mayNotStart = useBarred(session.slug, 'start');
  const barred = useBarred(session.slug, 'edit') || mayNotStart;
  useTryingKeys(useMemo(() => (barred ? NOTHING : actions), [barred, actions]));
  if (barred) return null;
  return (
    <Menu position="top-start">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          ml={-6}
          aria-label={t.menu}
          data-testid="try-menu"
        >
          <IconChevronUp size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPlayerSkipForward size={14} />}
          rightSection={<kbd className="f-kbd">{shown(TRYING_KEYS.until)}</kbd>}
          disabled={!sole}
          onClick={actions.until}
        >
          {t.toHere}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPlayerTrackNext size={14} />}
          rightSection={<kbd className="f-kbd">{shown(TRYING_KEYS.only)}</kbd>}
          disabled={!sole}
          onClick={actions.only}
        >
          {t.onlyThis}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconDatabase size={14} />} onClick={() => trying.drawer.set(true)}>
          {t.data.open}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const nothing = () => undefined;
const NOTHING = { until: nothing, only: nothing, pin: nothing };
