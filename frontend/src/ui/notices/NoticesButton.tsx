// The bell of the rail with the number of unread notices, and the drawer that it opens.
import { Drawer, Loader, UnstyledButton } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { text } from '../../strings';
import { wordy } from '../shell/later';
import { Badge, RailItem } from '../shell/RailItem';
import shell from '../shell/shell.module.css';
import { useUnread } from './bell';

const t = text.notices;
const Panel = wordy(
  () => import('./NoticesPanel'),
  <Loader m="xl" size="sm" aria-label={text.common.loading} />,
);

let opened = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  opened = next;
  for (const tell of listeners) tell();
}

export const openNotices = () => set(true);
const closeNotices = () => set(false);

function useOpened(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => opened,
  );
}

export function NoticesButton({ folded }: { folded: boolean }) {
  const unread = useUnread();
  return (
    <RailItem label={text.nav.notices} folded={folded}>
      <UnstyledButton className={shell.nav} onClick={openNotices}>
        <IconBell size={18} stroke={1.8} />
        <span className={shell.word}>{text.nav.notices}</span>
        <Badge count={unread} title={t.unread(unread)} />
      </UnstyledButton>
    </RailItem>
  );
}

/** The drawer at the right edge; once, in the shell. */
export function NoticesDrawer() {
  return (
    <Drawer
      opened={useOpened()}
      onClose={closeNotices}
      position="right"
      size={400}
      title={text.nav.notices}
    >
      <Panel onDone={closeNotices} />
    </Drawer>
  );
}
