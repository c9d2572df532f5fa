// The Inbox page: boxes and search in the header, the list left, the task right; on phones one of both.
import { SegmentedControl, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconInbox, IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useTasks } from '../api/queries';
import { useMe } from '../api/session';
import type { TaskSummary } from '../api/types';
import { text } from '../strings';
import { EmptyState } from '../ui/EmptyState';
import { PageHeader } from '../ui/PageHeader';
import { addressOf, BOXES, type Box, filterOf, isUnassigned, readBox } from './boxes';
import classes from './inbox.module.css';
import { EmptyBox } from './list/EmptyBox';
import { type ListData, TaskList } from './list/TaskList';
import { useSearch } from './search';
import { TaskPane } from './task/TaskPane';

const t = text.inbox;

/** The list of a box as the server gives it; "unassigned" is a part of what one may decide. */
function useBox(box: Box, query: string): ListData {
  const { data: me } = useMe();
  const found = useTasks(filterOf(box, query));
  const tasks = useMemo<TaskSummary[] | undefined>(
    () =>
      box === 'unassigned' ? found.data?.filter((task) => isUnassigned(task, me)) : found.data,
    [box, found.data, me],
  );
  return {
    tasks,
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
  const navigate = useNavigate();
  const box = readBox(params);
  const query = params.get('q') ?? '';
  const list = useBox(box, query);
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, {
    getInitialValueInEffect: false,
  });
  const go = (task?: string) => void navigate(addressOf(box, query, task), { replace: !isNarrow });
  const first = list.tasks?.[0]?.id;
  // Beside the list there is always a task open, as in a mail program.
  useEffect(() => {
    if (!id && first && !isNarrow && !list.isStale) {
      void navigate(addressOf(box, query, first), { replace: true });
    }
  }, [id, first, isNarrow, list.isStale, box, query, navigate]);

  const shared = { list, selected: id, box, query };
  const isEmpty = list.tasks?.length === 0 && !list.more && !list.error;
  const pane = id ? (
    <TaskPane key={id} id={id} tasks={list.tasks ?? []} onOpen={go} isNarrow={Boolean(isNarrow)} />
  ) : null;
  return (
    <div className={classes.page}>
      {!(isNarrow && id) && <InboxHeader box={box} query={query} />}
      <div className={classes.columns} data-only={isEmpty && !id ? 'empty' : undefined}>
        {(!isNarrow || !id) &&
          (isEmpty && !id ? (
            <EmptyBox box={box} query={query} />
          ) : (
            <TaskList {...shared} onOpen={go} />
          ))}
        {isNarrow || (isEmpty && !id)
          ? pane
          : (pane ?? (
              <div className={classes.pane}>
                {list.tasks && (
                  <EmptyState title={t.empty.choose} icon={IconInbox}>
                    {t.empty.chooseBody}
                  </EmptyState>
                )}
              </div>
            ))}
      </div>
    </div>
  );
}

function InboxHeader({ box, query }: { box: Box; query: string }) {
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useSearch(box, query, input);
  return (
    <PageHeader
      title={t.title}
      context={
        <SegmentedControl
          value={box}
          onChange={(value) => void navigate(addressOf(value as Box))}
          data={BOXES.map((value) => ({ value, label: t.boxes[value] }))}
          size="sm"
          aria-label={t.boxLabel}
          data-testid="boxes"
        />
      }
      actions={
        <TextInput
          ref={input}
          className={classes.search}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          placeholder={t.search}
          aria-label={t.searchLabel}
          leftSection={<IconSearch size={15} />}
          rightSection={<kbd className={`f-kbd ${classes.key}`}>/</kbd>}
          data-testid="inbox-search"
        />
      }
    />
  );
}
