// The Inbox page: boxes, filters and search above, the list left, the task right; on phones one of both.
import { useMediaQuery } from '@mantine/hooks';
import { IconInbox } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useTaskList, useUpcoming } from '../api/inbox';
import { text } from '../strings';
import { EmptyState } from '../ui/EmptyState';
import { SkeletonText } from '../ui/Skeletons';
import { wordy } from '../ui/shell/later';
import { addressOf, filterOf, isNarrowed, isOpen, nextTask, readBox } from './boxes';
import { Bulk } from './bulk/BulkBar';
import { useSelection } from './bulk/useSelection';
import { Chips } from './filters/Chips';
import { InboxHeader } from './InboxHeader';
import classes from './inbox.module.css';
import { EmptyBox } from './list/EmptyBox';
import { type ListData, TaskList } from './list/TaskList';
import { UpcomingList } from './list/Upcoming';
import { UndoBar } from './undo/UndoBar';
import { useListKeys } from './useListKeys';

const t = text.inbox;
const KeysHelp = wordy(() => import('./keys/KeysHelp'));
const loadPane = () => import('./task/TaskPane').then((pane) => ({ default: pane.TaskPane }));
const TaskPane = wordy(loadPane, <Opening />);
// The list comes first, what is opened beside it on its heels.
void loadPane();

function useList(params: URLSearchParams, enabled: boolean): ListData {
  const found = useTaskList(filterOf(params), enabled);
  return {
    tasks: found.data,
    error: found.error,
    retry: () => void found.refetch(),
    more: found.hasNextPage ? () => void found.fetchNextPage() : undefined,
    isLoadingMore: found.isFetchingNextPage,
    isStale: found.isPlaceholderData,
  };
}

export default function InboxPage() {
  const { id } = useParams();
  const [params] = useSearchParams();
  const isNarrow = Boolean(
    useMediaQuery('(max-width: 60em)', undefined, { getInitialValueInEffect: false }),
  );
  const [helps, setHelps] = useState(false);
  const navigate = useNavigate();
  // Whoever takes back one decision wants to see that task again.
  const reopen = ([first, ...others]: string[]) => {
    if (!first || others.length > 0) return;
    void navigate(addressOf(params, first), { replace: !isNarrow });
  };
  return (
    <div className={classes.page}>
      {!(isNarrow && id) && (
        <>
          <InboxHeader params={params} isNarrow={isNarrow} onHelp={() => setHelps(true)} />
          <Chips params={params} />
        </>
      )}
      {readBox(params) === 'upcoming' && !id ? (
        <Ahead params={params} />
      ) : (
        <Tasks id={id} params={params} isNarrow={isNarrow} onHelp={() => setHelps(true)} />
      )}
      <UndoBar onUndone={reopen} />
      {helps && <KeysHelp onClose={() => setHelps(false)} />}
    </div>
  );
}

function Ahead({ params }: { params: URLSearchParams }) {
  const found = useUpcoming(true);
  return (
    <div className={classes.columns} data-only="upcoming">
      <UpcomingList
        found={found.data}
        error={found.error}
        retry={() => void found.refetch()}
        params={params}
      />
    </div>
  );
}

interface TasksProps {
  id: string | undefined;
  params: URLSearchParams;
  isNarrow: boolean;
  onHelp: () => void;
}

function Tasks({ id, params, isNarrow, onHelp }: TasksProps) {
  const navigate = useNavigate();
  const list = useList(params, true);
  const tasks = useMemo(() => list.tasks ?? [], [list.tasks]);
  const selection = useSelection(tasks, params.toString());
  const go = (task?: string) => void navigate(addressOf(params, task), { replace: !isNarrow });
  useListKeys({ tasks, current: id, selection, onOpen: go, onHelp });
  const first = (tasks.find(isOpen) ?? tasks[0])?.id;
  // Beside the list there is always a task open, as in a mail program.
  useEffect(() => {
    if (!id && first && !isNarrow && !list.isStale) {
      void navigate(addressOf(params, first), { replace: true });
    }
  }, [id, first, isNarrow, list.isStale, params, navigate]);
  const onDecided = (gone: ReadonlySet<string>) => {
    if (id && gone.has(id)) go(nextTask(tasks, id, gone));
  };

  const isEmpty = list.tasks?.length === 0 && !list.more && !list.error;
  if (isEmpty && !id) {
    return (
      <div className={classes.columns} data-only="empty">
        <EmptyBox params={params} />
      </div>
    );
  }
  return (
    <div className={classes.columns} data-selecting={selection.ids.size > 0 || undefined}>
      {(!isNarrow || !id) && (
        <TaskList
          list={list}
          selected={id}
          params={params}
          selection={selection}
          isNarrow={isNarrow}
        >
          <Bulk tasks={tasks} selection={selection} onDecided={onDecided} />
        </TaskList>
      )}
      {id ? (
        <TaskPane key={id} id={id} tasks={tasks} onOpen={go} isNarrow={isNarrow} />
      ) : (
        !isNarrow && <Choose shown={Boolean(list.tasks) && !isNarrowed(params)} />
      )}
    </div>
  );
}

function Opening() {
  return (
    <div className={classes.opening}>
      <SkeletonText lines={9} />
    </div>
  );
}

function Choose({ shown }: { shown: boolean }) {
  return (
    <div className={classes.pane}>
      {shown && (
        <EmptyState title={t.empty.choose} icon={IconInbox}>
          {t.empty.chooseBody}
        </EmptyState>
      )}
    </div>
  );
}
