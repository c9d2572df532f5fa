// One task: loads it, keeps it current, and answers the keys that act on it.
import { Button } from '@mantine/core';
import { IconChevronLeft, IconMailOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { ApiError } from '../../api/client';
import { keys, useTask } from '../../api/queries';
import type { TaskSummary } from '../../api/types';
import { useLiveTopic } from '../../live/hooks';
import { text } from '../../strings';
import { speakMore } from '../../strings/loading';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { usePageTitle } from '../../ui/PageHeader';
import { SkeletonText } from '../../ui/Skeletons';
import { wordy } from '../../ui/shell/later';
import { nextTask, placeIn, showsClosed } from '../boxes';
import { markSeen } from '../list/seen';
import { useShortcuts } from '../shortcuts';
import classes from './pane.module.css';

const t = text.inbox;

// An opened task is not part of the first load; it comes while the task itself is fetched.
const loadView = () => import('./TaskView');
const TaskView = wordy(loadView, <Waiting />);

interface TaskPaneProps {
  id: string;
  /** The list it stands in, for what comes next. */
  tasks: TaskSummary[];
  onOpen: (id?: string) => void;
  isNarrow: boolean;
}

export function TaskPane({ id, tasks, onOpen, isNarrow }: TaskPaneProps) {
  const client = useQueryClient();
  const query = useTask(id);
  const task = query.data;
  const [params] = useSearchParams();
  const found = placeIn(tasks, id, showsClosed(params));
  const place = found ? t.place(...found) : undefined;
  usePageTitle(task?.title ?? t.title);
  useEffect(() => {
    if (task) markSeen(id);
  }, [id, task]);
  useEffect(() => {
    // Without it the boundary around says so.
    void speakMore()
      .then(loadView)
      .catch(() => undefined);
  }, []);
  useLiveTopic('inbox', () => void client.invalidateQueries({ queryKey: keys.task(id) }));
  useShortcuts((shortcut) => {
    if (shortcut !== 'back') return;
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused !== document.body) focused.blur();
    else if (isNarrow) onOpen();
  });
  return (
    <section className={classes.pane} aria-label={task?.title ?? t.title} data-testid="task-pane">
      {isNarrow && (
        <div className={classes.top}>
          <button type="button" onClick={() => onOpen()}>
            <IconChevronLeft size={18} />
            {t.back}
          </button>
          {place && <span>{place}</span>}
        </div>
      )}
      {task ? (
        <TaskView
          task={task}
          place={isNarrow ? undefined : place}
          isNarrow={isNarrow}
          onDone={() => onOpen(nextTask(tasks, id))}
        />
      ) : (
        <Missing error={query.error} onRetry={() => void query.refetch()} onBack={() => onOpen()} />
      )}
    </section>
  );
}

interface MissingProps {
  error: unknown;
  onRetry: () => void;
  onBack: () => void;
}

function Missing({ error, onRetry, onBack }: MissingProps) {
  if (error instanceof ApiError && error.status === 404) {
    return (
      <EmptyState
        title={t.taskMissing}
        icon={IconMailOff}
        actions={
          <Button variant="default" onClick={onBack}>
            {t.backToList}
          </Button>
        }
      >
        {t.taskMissingBody}
      </EmptyState>
    );
  }
  if (error) return <ErrorState error={error} title={t.taskFailed} onRetry={onRetry} />;
  return <Waiting />;
}

function Waiting() {
  return (
    <div className={classes.body}>
      <SkeletonText lines={9} />
    </div>
  );
}
