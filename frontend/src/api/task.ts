// What people do with one task short of deciding it: hooks that send it and keep the answer.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from './client';
import { keys } from './queries';
import type { Json, Task } from './types';

export type Act = 'claim' | 'release' | 'delegate' | 'comment' | 'ask' | 'nudge' | 'priority';

/** Send an act with what belongs to it; the answer is the task as it is afterwards. */
export function useTaskAct<Body extends object = object>(id: string, act: Act) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => request<Task>(`/api/tasks/${id}/${act}/`, { method: 'POST', body }),
    onSuccess: (task) => client.setQueryData(keys.task(id), task),
    // Whoever was too late sees the state as it is now.
    onError: () => void client.invalidateQueries({ queryKey: keys.task(id) }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.tasks }),
  });
}

export interface DraftBody {
  data?: Json;
  comment?: string;
}

export const saveDraft = (id: string, body: DraftBody) =>
  request<void>(`/api/tasks/${id}/draft/`, { method: 'PUT', body });

export const dropDraft = (id: string) =>
  request<void>(`/api/tasks/${id}/draft/`, { method: 'DELETE' });
