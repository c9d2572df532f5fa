// The dashboard's figures, mending what is broken, and messages between runs, as hooks.
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { ownZone } from '../strings/language';
import { request } from './client';
import { cursorOf, keys } from './queries';
import type { components } from './schema';
import type { Delivery, Page, RunSummary } from './types';

type Schemas = components['schemas'];

/** A number and the address of the list that it counts. */
export type Figure = Schemas['DashboardFigure'];
export type Dashboard = Schemas['Dashboard'];
export type Operations = Schemas['DashboardOperations'];
export type Broken = Schemas['BrokenInvariant'];
export type MessageRow = Schemas['MessageRow'];

export const WINDOWS = ['1h', '24h', '7d', '30d'] as const;
export type Window = (typeof WINDOWS)[number];

/** What changes with the time alone, as ages and what is overdue, is read again so often. */
const EVERY = 30_000;

export const useFigures = (window: Window) =>
  useQuery({
    queryKey: [...keys.dashboard, window],
    queryFn: ({ signal }) =>
      request<Dashboard>('/api/dashboard/', { query: { window, zone: ownZone() }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY,
  });

export function useMend() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (invariant: string) =>
      request<Schemas['Mended']>('/api/dashboard/mend/', { method: 'POST', body: { invariant } }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.dashboard }),
  });
}

/** How many runs a list has in all; asked only where somebody came for that number. */
export const useRunCount = (filter: object, enabled: boolean) =>
  useQuery({
    enabled,
    queryKey: [...keys.runs(), 'count', filter],
    queryFn: async () => {
      const query = { ...filter, count: 1, page_size: 1 };
      return (await request<Page<RunSummary> & { count: number }>('/api/runs/', { query })).count;
    },
    placeholderData: keepPreviousData,
  });

/** Messages between runs that are on their way, oldest first. */
export const useMessages = (late: boolean) =>
  useInfiniteQuery({
    queryKey: ['messages', late],
    queryFn: ({ pageParam }) =>
      request<Page<MessageRow>>('/api/messages/', {
        query: { late: late || undefined, cursor: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
    select: (data) => data.pages.flatMap((page) => page.results),
    refetchInterval: EVERY,
  });

/** Mails and calls of webhooks in one state, the newest first. */
export const useDeliveryList = (state: string) =>
  useInfiniteQuery({
    queryKey: ['deliveries', state],
    queryFn: ({ pageParam }) =>
      request<Page<Delivery>>('/api/deliveries/', { query: { state, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
    select: (data) => data.pages.flatMap((page) => page.results),
    refetchInterval: EVERY,
  });

export function useSendAgain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      request<Delivery>(`/api/deliveries/${id}/redeliver/`, { method: 'POST' }),
    onSettled: () =>
      Promise.all(
        [['deliveries'], keys.dashboard].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
}
