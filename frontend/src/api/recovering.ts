// Retrying, forking, moving and comparing runs, their checkpoints and their ancestors, as hooks.
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { ApiError, request } from './client';
import type { ByHand, Comparison, ForkPreview, MigrationPreview, RetryPreview } from './engine';
import { cursorOf, keys, runChanged } from './queries';
import type { Checkpoint, JsonObject, Page, Run } from './types';

/** Where a run is forked: at a place of its log, or at a checkpoint (its id or its name). */
export type ForkPlace = { seq: number } | { checkpoint: string };

export interface RetryRun {
  id: string;
  reason?: string;
  by_hand?: Record<string, ByHand>;
  idempotency_key?: string;
}

export type ForkRun = ForkPlace & {
  id: string;
  state?: JsonObject;
  inputs?: JsonObject;
  outputs?: JsonObject;
  idempotency_key?: string;
};

// Apart from the run's own key: every frame of a run has that one read again.
const part = (id: string, name: string, ...more: unknown[]) => ['run-part', id, name, ...more];

/** A preview is of one moment: it is asked for anew each time a dialog opens. */
const FRESH = { staleTime: 0, gcTime: 0 } as const;

export const useRetryPreview = (id: string) =>
  useQuery({
    queryKey: part(id, 'retry'),
    queryFn: () => request<RetryPreview>(`/api/runs/${id}/retry/`),
    ...FRESH,
  });

export const useForkPreview = (id: string, place: ForkPlace) =>
  useQuery({
    queryKey: part(id, 'fork', place),
    queryFn: () => request<ForkPreview>(`/api/runs/${id}/fork/`, { query: { ...place } }),
    placeholderData: keepPreviousData,
    ...FRESH,
  });

export const useMigrationPreview = (id: string, version: number) =>
  useQuery({
    queryKey: part(id, 'migrate', version),
    queryFn: () => request<MigrationPreview>(`/api/runs/${id}/migrate/`, { query: { version } }),
    ...FRESH,
  });

export const useComparison = (id: string | undefined, other: string | undefined) =>
  useQuery({
    queryKey: part(id ?? '', 'compare', other),
    queryFn: () => request<Comparison>(`/api/runs/${id}/compare/`, { query: { other } }),
    enabled: Boolean(id && other),
  });

/** Newest first; `seen` is the place of the log up to which they are wanted. */
export const useCheckpoints = (id: string, seen: number) =>
  useInfiniteQuery({
    queryKey: part(id, 'checkpoints', seen),
    queryFn: ({ pageParam }) =>
      request<Page<Checkpoint>>(`/api/runs/${id}/checkpoints/`, { query: { cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
    select: (data) => data.pages.flatMap((page) => page.results),
    placeholderData: keepPreviousData,
  });

/** The runs above a child, outermost first; those that one may not see are left out. */
export const useAncestors = (parent: string | null) =>
  useQuery({
    queryKey: ['ancestors', parent],
    queryFn: async () => {
      const found: Run[] = [];
      for (let next = parent; next !== null; ) {
        const run = await request<Run>(`/api/runs/${next}/`).catch((error: unknown) => {
          if (error instanceof ApiError && error.status < 500) return null;
          throw error;
        });
        if (run) found.unshift(run);
        next = run?.parent ?? null;
      }
      return found;
    },
    enabled: parent !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });

export function useRetryRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: RetryRun) =>
      request<Run>(`/api/runs/${id}/retry/`, { method: 'POST', body }),
    onSettled: (_run, _error, { id }) => runChanged(client, id),
  });
}

export function useForkRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: ForkRun) =>
      request<Run>(`/api/runs/${id}/fork/`, { method: 'POST', body }),
    onSuccess: (run) => {
      client.setQueryData(keys.run(run.id), run);
      void client.invalidateQueries({ queryKey: keys.runs() });
    },
  });
}

export function useMigrateRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string; version: number; reason: string }) =>
      request<Run>(`/api/runs/${id}/migrate/`, { method: 'POST', body }),
    onSettled: (_run, _error, { id }) => runChanged(client, id),
  });
}

export function useSaveCheckpoint() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      request<Checkpoint>(`/api/runs/${id}/checkpoints/`, { method: 'POST', body: { name } }),
    onSettled: (_checkpoint, _error, { id }) =>
      client.invalidateQueries({ queryKey: part(id, 'checkpoints') }),
  });
}
