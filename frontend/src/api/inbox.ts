// The lists of the inbox: tasks, their counts, what is to come, many decisions at once, saved views.
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { request } from './client';
import { cursorOf, keys } from './queries';
import type { components } from './schema';
import type { Page, TaskResults, TaskSummary } from './types';

type Schemas = components['schemas'];
export type TaskCounts = Schemas['TaskCounts'];
export type TaskResult = Schemas['TaskResult'];
/** A step that will ask this person, once what is before it is over. */
export type Upcoming = Schemas['Upcoming'];
/** A search of the list under a name. */
export type SavedView = Schemas['View'];

/** What the list may be narrowed by; each is a parameter of the page and of the API. */
export const TASK_FILTERS = [
  'q',
  'workflow',
  'test',
  'priority',
  'initiator',
  'assignee',
  'group',
  'claimed',
  'kind',
  'overdue',
  'nobody',
  'due_after',
  'due_before',
  'created_after',
  'created_before',
  'decision',
  'decided_by',
  'closed',
  'late',
  'decided_after',
  'decided_before',
] as const;

export type TaskFilterName = (typeof TASK_FILTERS)[number];
export type TaskListFilter = Partial<Record<TaskFilterName | 'box' | 'state' | 'order', string>>;

/** Below the key of the tasks, so that whatever makes those stale does it to these. */
const below = (...rest: unknown[]) => [...keys.tasks, ...rest] as const;
export const taskCountsKey = below('counts');
const viewsKey = ['views', 'inbox'] as const;

export const useTaskList = (filter: TaskListFilter, enabled = true) =>
  useInfiniteQuery({
    queryKey: below(filter),
    queryFn: ({ pageParam }) =>
      request<Page<TaskSummary>>('/api/tasks/', { query: { ...filter, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
    select: (data) => data.pages.flatMap((page) => page.results),
    placeholderData: keepPreviousData,
    enabled,
  });

export const useTaskCounts = () =>
  useQuery({
    queryKey: taskCountsKey,
    queryFn: () => request<TaskCounts>('/api/tasks/counts/'),
  });

export const useUpcoming = (enabled: boolean) =>
  useQuery({
    queryKey: below('upcoming'),
    queryFn: async () => (await request<{ results: Upcoming[] }>('/api/tasks/upcoming/')).results,
    enabled,
  });

export interface DecideMany {
  ids: string[];
  decision: string;
  comment?: string;
  undo_seconds: number;
}

/** So many the server takes at once. */
const MOST = 100;

/** Decide each on its own; a result for each, in order. */
export async function decideMany({ ids, ...body }: DecideMany): Promise<TaskResult[]> {
  const found: TaskResult[] = [];
  for (let from = 0; from < ids.length; from += MOST) {
    const part = { ids: ids.slice(from, from + MOST), ...body };
    const told = await request<TaskResults>('/api/tasks/decide/', { method: 'POST', body: part });
    found.push(...told.results);
  }
  return found;
}

export const useViews = () =>
  useQuery({
    queryKey: viewsKey,
    queryFn: async () =>
      (await request<{ results: SavedView[] }>('/api/views/', { query: { page: 'inbox' } }))
        .results,
    staleTime: 60_000,
  });

export type ViewChange =
  | { act: 'save'; name: string; query: string }
  | { act: 'change'; id: number; name?: string; query?: string; place?: number }
  | { act: 'drop'; id: number };

async function changeViews({ act, ...rest }: ViewChange): Promise<unknown> {
  if (act === 'save') {
    return request('/api/views/', { method: 'POST', body: { page: 'inbox', ...rest } });
  }
  const { id, ...body } = rest as { id: number };
  const path = `/api/views/${id}/`;
  return act === 'drop'
    ? request(path, { method: 'DELETE' })
    : request(path, { method: 'PATCH', body });
}

/** Save, change or drop a view. */
export function useChangeViews() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: changeViews,
    onSettled: () => client.invalidateQueries({ queryKey: viewsKey }),
  });
}
