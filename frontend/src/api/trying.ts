// Trying a draft over the API: trial runs, named test data; and taking a publication back.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from './client';
import { keys, runChanged } from './queries';
import type { components } from './schema';
import type { Json, JsonObject, Run, With, Workflow } from './types';

/** What a step gives in a trial run instead of its work. */
export interface Pin {
  output?: Json;
  action?: string | null;
}
export type Pins = Record<string, Pin>;

export type TestSet = With<components['schemas']['TestSet'], { inputs: JsonObject; pins: Pins }>;

export interface StartTrial {
  slug: string;
  inputs: JsonObject;
  until?: string;
  only?: string;
  pins?: Pins;
  allowed?: string[];
  skip_time?: boolean;
  idempotency_key?: string;
}

const setsOf = (slug: string) => ['workflow', slug, 'test-sets'] as const;

export const useTestSets = (slug: string) =>
  useQuery({
    queryKey: setsOf(slug),
    queryFn: () => request<TestSet[]>(`/api/workflows/${slug}/test-sets/`),
  });

export function useSaveTestSet(slug: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; inputs: JsonObject; pins: Pins }) =>
      request<TestSet[]>(`/api/workflows/${slug}/test-sets/`, { method: 'POST', body }),
    onSuccess: (sets) => client.setQueryData(setsOf(slug), sets),
  });
}

export function useDeleteTestSet(slug: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      request<void>(`/api/workflows/${slug}/test-sets/${encodeURIComponent(name)}/`, {
        method: 'DELETE',
      }),
    onSettled: () => client.invalidateQueries({ queryKey: setsOf(slug) }),
  });
}

export function useStartTrial() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ slug, ...body }: StartTrial) =>
      request<Run>(`/api/workflows/${slug}/trials/`, { method: 'POST', body }),
    onSuccess: (run) => {
      client.setQueryData(keys.run(run.id), run);
      void client.invalidateQueries({ queryKey: keys.runs() });
    },
  });
}

/** Lets a timer or a deadline of a test run be over at once. */
export function usePassTime(run: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (suspension: string) =>
      request<Run>(`/api/runs/${run}/suspensions/${suspension}/pass-time/`, {
        method: 'POST',
        body: {},
      }),
    onSettled: () => runChanged(client, run),
  });
}

export function useUnpublish() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (slug: string) =>
      request<Workflow>(`/api/workflows/${slug}/unpublish/`, { method: 'POST', body: {} }),
    onSuccess: (workflow) => {
      client.setQueryData(keys.workflow(workflow.slug), workflow);
      void client.invalidateQueries({ queryKey: keys.workflows });
    },
  });
}
