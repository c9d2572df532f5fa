// The list of tasks: rows of two lines, a dot for what was not opened yet, due in words.
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { useNames, useNamesOrYou } from '../../api/people';
import { useMe } from '../../api/session';
import type { TaskSummary } from '../../api/types';
import { outcomeOf } from '../../run/resume/choices';
import { text } from '../../strings';
import { ErrorState } from '../../ui/ErrorState';
import { SkeletonRows } from '../../ui/Skeletons';
import { Pill } from '../../ui/StatusPill';
import { TimeAgo } from '../../ui/TimeAgo';
import { addressOf, type Box, neighbour } from '../boxes';
import { focusSearch } from '../search';
import { useShortcuts } from '../shortcuts';
import { Due } from './DueText';
import { EmptyBox } from './EmptyBox';
import classes from './list.module.css';
import { placeOf } from './place';
import { useSeen } from './seen';

const t = text.inbox;

export interface ListData {
  tasks: TaskSummary[] | undefined;
  error: unknown;
  retry: () => void;
  /** Loads the next page; undefined at the end. */
  more: (() => void) | undefined;
  isLoadingMore: boolean;
  /** These rows belong to the box or search before. */
  isStale: boolean;
}

interface TaskListProps {
  list: ListData;
  selected: string | undefined;
  box: Box;
  query: string;
  onOpen: (id: string) => void;
}

export function TaskList({ list, selected, box, query, onOpen }: TaskListProps) {
  const { tasks, error, retry, more } = list;
  const seen = useSeen();
  useShortcuts((shortcut) => {
    if (shortcut === 'search') focusSearch();
    const step = shortcut === 'next' ? 1 : shortcut === 'previous' ? -1 : null;
    const to = step && neighbour(tasks ?? [], selected, step);
    if (to) onOpen(to);
  });
  if (error && !tasks) {
    return (
      <nav className={classes.list} aria-label={t.list}>
        <ErrorState error={error} title={t.loadFailed} onRetry={retry} />
      </nav>
    );
  }
  return (
    <nav
      className={classes.list}
      aria-label={t.list}
      data-stale={list.isStale || undefined}
      data-testid="task-list"
    >
      {!tasks && <SkeletonRows rows={6} />}
      {tasks?.map((task) => (
        <Row
          key={task.id}
          task={task}
          to={addressOf(box, query, task.id)}
          isSelected={task.id === selected}
          isNew={!seen.has(task.id) && isOpen(task)}
        />
      ))}
      {tasks?.length === 0 && <EmptyBox box={box} query={query} />}
      {more && (
        <Button variant="subtle" m="sm" loading={list.isLoadingMore} onClick={more}>
          {t.more}
        </Button>
      )}
    </nav>
  );
}

export const isOpen = ({ state }: TaskSummary): boolean => state === 'open' || state === 'claimed';

interface RowProps {
  task: TaskSummary;
  to: string;
  isSelected: boolean;
  isNew: boolean;
}

function Row({ task, to, isSelected, isNew }: RowProps) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isSelected) link.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  const nameOf = useNamesOrYou(text.common.byYou);
  const from = task.initiator ? ` · ${t.from(nameOf(task.initiator))}` : '';
  return (
    <Link
      ref={link}
      to={to}
      className={classes.row}
      aria-current={isSelected || undefined}
      data-new={isNew || undefined}
      data-testid={`task-${task.id}`}
    >
      <span className={classes.dot}>{isNew && <i title={t.unread} />}</span>
      <span className={classes.title}>{task.title}</span>
      <span className={classes.when}>
        {isOpen(task) ? <Due task={task} /> : task.decided_at && <TimeAgo at={task.decided_at} />}
      </span>
      <span className={classes.about}>
        {placeOf(task)}
        {from}
      </span>
      <span className={classes.mark}>
        <Mark task={task} />
      </span>
    </Link>
  );
}

function Mark({ task }: { task: TaskSummary }) {
  const nameOf = useNames();
  const { data: me } = useMe();
  if (!isOpen(task)) {
    const rejected = task.decision && /reject|declin|den/.test(task.decision);
    const tone = task.decision ? (rejected ? 'grape' : 'teal') : 'gray';
    return <Pill tone={tone}>{task.decision ? outcomeOf(task.decision) : t.closed}</Pill>;
  }
  if (!task.claimed_by) return null;
  const mine = task.claimed_by === me?.username;
  return (
    <Pill tone={mine ? 'indigo' : 'gray'}>
      {mine ? t.takenByYou : t.taken(nameOf(task.claimed_by))}
    </Pill>
  );
}
