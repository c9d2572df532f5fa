// Webhooks and what was sent to them, as hooks; each write has the list read again.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/client';
import { cursorOf } from '../../api/queries';
import type { Delivery, DeliveryDetail, Page, Webhook, WebhookChange } from '../../api/types';

const PATH = '/api/webhooks/';
const list = ['webhooks'] as const;
const sent = (id: string) => ['webhooks', id, 'deliveries'] as const;
const one = (id: number) => ['webhooks', 'delivery', id] as const;

export const useWebhooks = (isAllowed: boolean) =>
  useQuery({
    queryKey: list,
    queryFn: async () => (await request<{ results: Webhook[] }>(PATH)).results,
    enabled: isAllowed,
    // No frame of the socket tells how sending goes.
    refetchInterval: 15_000,
  });

export const useDeliveries = (id: string) =>
  useInfiniteQuery({
    queryKey: sent(id),
    queryFn: ({ pageParam }) =>
      request<Page<Delivery>>(`${PATH}${id}/deliveries/`, { query: { cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
    select: (data) => data.pages.flatMap((page) => page.results),
  });

export const useDelivery = (id: number, isOpen: boolean) =>
  useQuery({
    queryKey: one(id),
    queryFn: () => request<DeliveryDetail>(`/api/deliveries/${id}/`),
    enabled: isOpen,
  });

function useCall<Given, Answer>(call: (given: Given) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => client.invalidateQueries({ queryKey: list }),
  });
}

/** Make one, or change the one with this id; a new one is answered with its secret. */
export const useSave = (id: string | undefined) =>
  useCall((body: WebhookChange) =>
    request<Webhook & { secret?: string }>(id ? `${PATH}${id}/` : PATH, {
      method: id ? 'PATCH' : 'POST',
      body,
    }),
  );

export const useDelete = (id: string) =>
  useCall(() => request<void>(`${PATH}${id}/`, { method: 'DELETE' }));

export const useRotate = (id: string) =>
  useCall(() => request<{ secret: string }>(`${PATH}${id}/rotate/`, { method: 'POST' }));

export const useShowSecret = (id: string) =>
  useMutation({ mutationFn: () => request<{ secret: string }>(`${PATH}${id}/secret/`) });

export const useTest = (id: string) =>
  useCall(() => request<DeliveryDetail>(`${PATH}${id}/test/`, { method: 'POST' }));

export const useRedeliver = (id: number) =>
  useCall(() => request<DeliveryDetail>(`/api/deliveries/${id}/redeliver/`, { method: 'POST' }));
