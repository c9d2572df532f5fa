// When a task is due, in words that keep themselves current; the exact time on hover.
import type { TaskSummary } from '../../api/types';
import { useNow } from '../../ui/TimeAgo';
import { absoluteTime } from '../../ui/time';
import { dueWords } from './due';
import classes from './list.module.css';

export function Due({ task }: { task: Pick<TaskSummary, 'due_at' | 'created_at'> }) {
  const now = useNow(30);
  if (!task.due_at) return null;
  const { words, level } = dueWords(task.due_at, task.created_at, now);
  return (
    <time
      className={classes.due}
      dateTime={task.due_at}
      title={absoluteTime(task.due_at)}
      data-level={level}
    >
      {words}
    </time>
  );
}
