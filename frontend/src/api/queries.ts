// Reads of the API as TanStack Query hooks, one per resource, and the keys they are cached under.
import {
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import { told } from '../graph/told';
import { request } from './client';
import type {
  EventRecord,
  NodeType,
  Page,
  Run,
  RunSummary,
  Suspension,
  Task,
  Template,
  Version,
  Workflow,
  WorkflowSummary,
} from './types';

/** What the run list may be narrowed by; each is a parameter of the page and of the API. */
export const RUN_FILTERS = [
  'status',
  'waiting',
  'workflow',
  'version',
  'draft',
  'q',
  'tag',
  'parent',
  'failed_node',
  'held_by',
  'started_after',
  'started_before',
  'finished_after',
  'finished_before',
  'wake_before',
  'due',
  'overdue_timer',
  'untaken',
  'stuck',
  'passed_over',
] as const;

export type RunFilter = Partial<Record<(typeof RUN_FILTERS)[number], string>>;

export const keys = {
  me: ['me'] as const,
  workflows: ['workflows'] as const,
  workflow: (slug: string) => ['workflow', slug] as const,
  versions: (slug: string) => ['workflow', slug, 'versions'] as const,
  version: (slug: string, number: number) => ['workflow', slug, 'version', number] as const,
  templates: ['templates'] as const,
  nodeTypes: ['node-types'] as const,
  runs: (filter?: RunFilter) => (filter ? (['runs', filter] as const) : (['runs'] as const)),
  run: (id: string) => ['run', id] as const,
  tasks: ['tasks'] as const,
  suspensions: ['suspensions'] as const,
  dashboard: ['dashboard'] as const,
  people: ['people'] as const,
  calendars: ['calendars'] as const,
  bell: ['bell'] as const,
  notices: ['notices'] as const,
  task: (id: string) => ['task', id] as const,
};

/** Lists come as pages with a cursor; small ones may come bare. */
function rows<T>(answer: Page<T> | T[]): T[] {
  return Array.isArray(answer) ? answer : answer.results;
}

/** The cursor of a `next` address, or the whole address when it has none. */
export function cursorOf(next: string | null): string | undefined {
  if (!next) return undefined;
  return new URL(next, window.location.origin).searchParams.get('cursor') ?? undefined;
}

/** Follow every page; for short lists that are shown whole. */
async function everyPage<T>(path: string): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await request<Page<T> | T[]>(path, { query: { cursor } });
    found.push(...rows(page));
    cursor = Array.isArray(page) ? undefined : cursorOf(page.next);
  } while (cursor);
  return found;
}

export const useWorkflows = () =>
  useQuery({
    queryKey: keys.workflows,
    queryFn: () => everyPage<WorkflowSummary>('/api/workflows/'),
  });

export const useWorkflow = (slug: string) =>
  useQuery({
    queryKey: keys.workflow(slug),
    queryFn: () => request<Workflow>(`/api/workflows/${slug}/`),
  });

export const useVersions = (slug: string, enabled = true) =>
  useQuery({
    queryKey: keys.versions(slug),
    queryFn: () => everyPage<Version>(`/api/workflows/${slug}/versions/`),
    enabled,
  });

/** A published version never changes, so it is never fetched twice. */
export const useVersion = (slug: string | undefined, number: number | undefined) =>
  useQuery({
    queryKey: keys.version(slug ?? '', number ?? 0),
    queryFn: () => request<Version>(`/api/workflows/${slug}/versions/${number}/`),
    enabled: Boolean(slug && number),
    staleTime: Number.POSITIVE_INFINITY,
  });

const inOurWords = (template: Template): Template => ({
  ...template,
  name: told(template.name),
  description: told(template.description),
});

export const useTemplates = (enabled = true) =>
  useQuery({
    queryKey: keys.templates,
    queryFn: async () =>
      rows(await request<Page<Template> | Template[]>('/api/templates/')).map(inOurWords),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const useNodeTypes = () =>
  useQuery({
    queryKey: keys.nodeTypes,
    queryFn: async () => rows(await request<Page<NodeType> | NodeType[]>('/api/node-types/')),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The run list, page after page: `data` is the flat list, `fetchNextPage` loads more. */
export const useRuns = (filter: RunFilter = {}, enabled = true) =>
  useInfiniteQuery({
    enabled,
    queryKey: keys.runs(filter),
    queryFn: ({ pageParam }) =>
      request<Page<RunSummary>>('/api/runs/', { query: { ...filter, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
    select: (data) => data.pages.flatMap((page) => page.results),
    placeholderData: keepPreviousData,
  });

export const useRun = (id: string | undefined) =>
  useQuery({
    queryKey: keys.run(id ?? ''),
    queryFn: () => request<Run>(`/api/runs/${id}/`),
    enabled: Boolean(id),
  });

/** Read the log after `after`, all of it: the server answers in pages by seq. */
export async function fetchEvents(id: string, after = 0): Promise<EventRecord[]> {
  const found: EventRecord[] = [];
  let from = after;
  for (;;) {
    const page = await request<{ results: EventRecord[]; next?: string | null }>(
      `/api/runs/${id}/events/`,
      { query: { after: from } },
    );
    found.push(...page.results);
    const last = page.results.at(-1);
    if (!last || !page.next) return found;
    from = last.seq;
  }
}

/** The open waits that this person may end, newest first. */
export const useSuspensions = () =>
  useQuery({
    queryKey: keys.suspensions,
    queryFn: async () => rows(await request<Page<Suspension>>('/api/suspensions/')),
  });

export const useTask = (id: string | undefined) =>
  useQuery({
    queryKey: keys.task(id ?? ''),
    queryFn: () => request<Task>(`/api/tasks/${id}/`),
    enabled: Boolean(id),
  });

/** Say that a run changed: its page, the lists it is in and the tasks it opened are read again. */
export function runChanged(client: QueryClient, id: string): void {
  for (const queryKey of [keys.run(id), keys.runs(), keys.tasks, keys.suspensions]) {
    void client.invalidateQueries({ queryKey });
  }
}
