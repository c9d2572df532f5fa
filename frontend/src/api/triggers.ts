// What starts a workflow without a person, as hooks; each write has the list read again.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from './client';
import type { Trigger, TriggerKind } from './engine';
import { cursorOf, keys } from './queries';
import type { JsonObject, Page } from './types';

export interface TriggerBody {
  name?: string;
  enabled?: boolean;
  settings?: JsonObject;
  /** Empty: the event's data. */
  inputs?: JsonObject | null;
}

export type NewTrigger = TriggerBody & { kind: TriggerKind };

const keyOf = (slug: string) => ['triggers', slug] as const;
const addressOf = (slug: string, id = '') =>
  `/api/workflows/${slug}/triggers/${id ? `${id}/` : ''}`;

/** The triggers of a workflow, the oldest first. */
export const useTriggers = (slug: string) =>
  useInfiniteQuery({
    queryKey: keyOf(slug),
    queryFn: ({ pageParam }) =>
      request<Page<Trigger>>(addressOf(slug), { query: { cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
    select: (data) => data.pages.flatMap((page) => page.results),
    // What a schedule does is told by no frame of the socket.
    refetchInterval: 30_000,
  });

function useTriggerCall<Given, Answer>(slug: string, call: (given: Given) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keyOf(slug) });
      void client.invalidateQueries({ queryKey: keys.workflows });
    },
  });
}

export const useCreateTrigger = (slug: string) =>
  useTriggerCall(slug, (body: NewTrigger) =>
    request<Trigger>(addressOf(slug), { method: 'POST', body }),
  );

export const useChangeTrigger = (slug: string) =>
  useTriggerCall(slug, ({ id, ...body }: TriggerBody & { id: string }) =>
    request<Trigger>(addressOf(slug, id), { method: 'PATCH', body }),
  );

export const useDeleteTrigger = (slug: string) =>
  useTriggerCall(slug, (id: string) => request<void>(addressOf(slug, id), { method: 'DELETE' }));

/** Gives a webhook a new address, told in this answer alone. */
export const useRotateTrigger = (slug: string) =>
  useTriggerCall(slug, (id: string) =>
    request<Trigger>(`${addressOf(slug, id)}rotate/`, { method: 'POST' }),
  );
