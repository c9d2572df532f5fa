// The list of tasks: its order, its rows, by days where it tells what is over, and the next page.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { TaskSummary } from '../../api/types';
import { text } from '../../strings';
import { ErrorState } from '../../ui/ErrorState';
import { SkeletonRows } from '../../ui/Skeletons';
import { useNow } from '../../ui/TimeAgo';
import { addressOf, isOpen, readOrder } from '../boxes';
import type { Selection } from '../bulk/useSelection';
import { byDay } from './days';
import { EmptyBox } from './EmptyBox';
import { ListHead } from './ListHead';
import classes from './list.module.css';
import { Row } from './Row';
import { useSeen } from './seen';

export { isOpen };

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
  params: URLSearchParams;
  selection: Selection;
  isNarrow: boolean;
  /** At the foot: what can be done with the selected ones. */
  children?: ReactNode;
}

export function TaskList(props: TaskListProps) {
  const { list, params, selection, children } = props;
  const { tasks, error, retry, more } = list;
  if (error && !tasks) {
    return (
      <nav className={classes.list} aria-label={t.list}>
        <ErrorState error={error} title={t.loadFailed} onRetry={retry} />
      </nav>
    );
  }
  return (
    <nav className={classes.list} aria-label={t.list} data-testid="task-list">
      {tasks && tasks.length > 0 && (
        <ListHead params={params} tasks={tasks} hasMore={Boolean(more)} selection={selection} />
      )}
      <div className={classes.rows} data-stale={list.isStale || undefined}>
        {!tasks && <SkeletonRows rows={6} />}
        <Rows {...props} tasks={tasks ?? []} />
        {tasks?.length === 0 && <EmptyBox params={params} />}
        {more && (
          <Button variant="subtle" m="sm" loading={list.isLoadingMore} onClick={more}>
            {t.more}
          </Button>
        )}
      </div>
      {children}
    </nav>
  );
}

function Rows(props: TaskListProps & { tasks: TaskSummary[] }) {
  const { tasks, params, selected, selection, isNarrow } = props;
  const now = useNow(60);
  const seen = useSeen();
  const row = (task: TaskSummary) => (
    <Row
      key={task.id}
      task={task}
      to={addressOf(params, task.id)}
      isCurrent={task.id === selected}
      isNew={!seen.has(task.id) && isOpen(task)}
      selection={selection}
      tapSelects={isNarrow && selection.isOn}
    />
  );
  if (readOrder(params) !== 'decided') return <>{tasks.map(row)}</>;
  return (
    <>
      {byDay(tasks, now).map((day) => (
        <section key={day.name} aria-label={day.name}>
          <h2 className={classes.day}>{day.name}</h2>
          {day.tasks.map(row)}
        </section>
      ))}
    </>
  );
}
