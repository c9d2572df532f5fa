// Writes to the API as mutation hooks; each puts its answer into the cache or marks it stale.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from './client';
import { newId } from './ids';
import { keys, runChanged } from './queries';
import type { GraphJson, Json, JsonObject, Run, Task, Version, Workflow } from './types';

export interface StartRun {
  slug: string;
  inputs: JsonObject;
  version?: number;
  tags?: string[];
  idempotency_key?: string;
}

export interface ResumeRun {
  id: string;
  suspension?: string;
  node?: string;
  data?: Json;
  action?: string;
  state?: JsonObject;
  idempotency_key?: string;
}

export interface DecideTask {
  id: string;
  /** Left out where the data alone is the answer. */
  decision?: string;
  data?: Json;
  comment?: string;
  /** The seq of the task as it was shown. */
  seen?: number;
  /** How long the decision may be taken back. */
  undo_seconds?: number;
  /** What was typed to confirm. */
  confirm?: string;
  /** Why a superuser decides over those who are asked. */
  reason?: string;
  idempotency_key?: string;
}

/** A key for one gesture: sending it again gives the first answer instead of a second effect. */
export const idempotencyKey = (): string => newId();

export function useStartRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ slug, ...body }: StartRun) =>
      request<Run>(`/api/workflows/${slug}/runs/`, { method: 'POST', body }),
    onSuccess: (run) => {
      client.setQueryData(keys.run(run.id), run);
      void client.invalidateQueries({ queryKey: keys.runs() });
      void client.invalidateQueries({ queryKey: keys.workflows });
    },
  });
}

export function useResumeRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: ResumeRun) =>
      request<Run>(`/api/runs/${id}/resume/`, { method: 'POST', body }),
    onSettled: (_run, _error, { id }) => runChanged(client, id),
  });
}

export function useStopRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason?: string }) =>
      request<Run>(`/api/runs/${id}/stop/`, { method: 'POST', body: { reason } }),
    onSettled: (_run, _error, { id }) => runChanged(client, id),
  });
}

export function useDecideTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: DecideTask) =>
      request<Task>(`/api/tasks/${id}/decide/`, { method: 'POST', body }),
    onSuccess: (task, { id }) => client.setQueryData(keys.task(id), task),
    onSettled: (task, _error, { id }) => {
      void client.invalidateQueries({ queryKey: keys.task(id) });
      void client.invalidateQueries({ queryKey: keys.tasks });
      if (task) runChanged(client, task.run);
    },
  });
}

export function useCreateWorkflow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; slug?: string; description?: string; graph?: GraphJson }) =>
      request<Workflow>('/api/workflows/', { method: 'POST', body }),
    onSuccess: (workflow) => {
      client.setQueryData(keys.workflow(workflow.slug), workflow);
      void client.invalidateQueries({ queryKey: keys.workflows });
    },
  });
}

export function useDeleteWorkflow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (slug: string) => request<void>(`/api/workflows/${slug}/`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.workflows }),
  });
}

export function usePublish() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ slug, ...body }: { slug: string; note?: string }) =>
      request<Version>(`/api/workflows/${slug}/versions/`, { method: 'POST', body }),
    onSuccess: (_version, { slug }) => {
      void client.invalidateQueries({ queryKey: keys.workflow(slug) });
      void client.invalidateQueries({ queryKey: keys.workflows });
    },
  });
}
