// Parts of the rail's entries: the tooltip that stands for the word, the count.
import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../strings';
import classes from './shell.module.css';

interface RailItemProps {
  label: string;
  folded: boolean;
  children: ReactNode;
}

/** Folded, an entry's word becomes a tooltip. */
export function RailItem({ label, folded, children }: RailItemProps) {
  return (
    <Tooltip label={label} position="right" disabled={!folded} openDelay={200}>
      {children}
    </Tooltip>
  );
}

interface BadgeProps {
  count: number;
  /** What is counted, in words; that many tasks when left out. */
  title?: string;
}

export function Badge({ count, title = text.nav.waiting(count) }: BadgeProps) {
  if (count === 0) return null;
  return (
    <>
      <span className={classes.badge} title={title} aria-hidden>
        {count > 99 ? '99+' : count}
      </span>
      <span className={classes.unseen}>, {title}</span>
    </>
  );
}
