// The bell of the rail and its list of everything that waits now.
import { Drawer, UnstyledButton } from '@mantine/core';
import { IconBell, IconCheck } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { text } from '../../strings';
import { EmptyState } from '../EmptyState';
import { RailItem } from '../shell/RailItem';
import shell from '../shell/shell.module.css';
import { DueIn, TimeAgo } from '../TimeAgo';
import { heading, WaitActions } from './NoticeCard';
import classes from './notices.module.css';
import { useWaits } from './useWaits';
import type { Wait } from './waits';

const t = text.notices;

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
  const count = useWaits().length;
  return (
    <RailItem label={text.nav.notices} folded={folded}>
      <UnstyledButton
        className={shell.nav}
        onClick={openNotices}
        aria-label={count ? `${text.nav.notices}, ${t.open(count)}` : text.nav.notices}
      >
        <IconBell size={18} stroke={1.8} />
        <span className={shell.word}>{text.nav.notices}</span>
        {count > 0 && <span className={classes.dot} title={t.open(count)} />}
      </UnstyledButton>
    </RailItem>
  );
}

function Entry({ wait }: { wait: Wait }) {
  return (
    <li className={classes.entry}>
      <div className={classes.head}>
        <h3>{wait.title}</h3>
        {wait.dueAt ? (
          <DueIn at={wait.dueAt} createdAt={wait.openedAt} />
        ) : (
          <span className="f-faint">
            <TimeAgo at={wait.openedAt} />
          </span>
        )}
      </div>
      <p>
        {wait.workflow} · {heading(wait)}
      </p>
      <WaitActions wait={wait} onDone={closeNotices} />
    </li>
  );
}

/** The list itself, at the right edge; once, in the shell. */
export function NoticesDrawer() {
  const waits = useWaits();
  return (
    <Drawer opened={useOpened()} onClose={closeNotices} position="right" size={380} title={t.title}>
      {waits.length === 0 ? (
        <EmptyState icon={IconCheck} title={t.none}>
          {t.noneBody}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {waits.map((wait) => (
            <Entry key={wait.id} wait={wait} />
          ))}
        </ul>
      )}
    </Drawer>
  );
}
