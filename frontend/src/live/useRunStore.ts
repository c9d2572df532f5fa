// Opening a run for a component: snapshot and log over HTTP, then live; and reading parts of it.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { fetchEvents, keys, useRun } from '../api/queries';
import type { EventRecord } from '../api/types';
import type { RunFrame } from './frames';
import { gather } from './gather';
import { useLive } from './hooks';
import { type LiveNode, type RunHead, RunStore } from './runStore';

// Changes come in bursts; the whole is read once after each.
const RELOAD_AFTER = 60;

export interface OpenRun {
  store: RunStore | null;
  isLoading: boolean;
  error: Error | null;
  refetch: () => void;
}

/** Follow a run while mounted; `store` is null until the first answer. */
export function useRunStore(id: string | undefined): OpenRun {
  const live = useLive();
  const client = useQueryClient();
  const query = useRun(id);
  const [store, setStore] = useState<RunStore | null>(null);
  const run = query.data;

  useEffect(() => {
    if (!run) return setStore(null);
    setStore((before) => (before?.head.id === run.id ? before : new RunStore(run)));
  }, [run]);

  useEffect(() => {
    if (store && run?.id === store.head.id) store.replace(run);
  }, [store, run]);

  useEffect(() => {
    if (!store) return;
    let stop: (() => void) | undefined;
    let gone = false;
    let due: ReturnType<typeof setTimeout> | undefined;
    const reload = () => {
      clearTimeout(due);
      due = setTimeout(
        () => void client.invalidateQueries({ queryKey: keys.run(store.head.id) }),
        RELOAD_AFTER,
      );
    };
    const frames = gather<RunFrame>((some) => {
      if (store.takeAll(some)) reload();
    });
    const follow = () => {
      if (!gone) stop = live.subscribeRun(store.head.id, store.since(), frames.add);
    };
    fetchEvents(store.head.id)
      .then((events) => store.addEvents(events))
      // Without HTTP the socket brings the log from its start.
      .catch(() => undefined)
      .finally(follow);
    return () => {
      gone = true;
      stop?.();
      frames.stop();
      clearTimeout(due);
    };
  }, [store, live, client]);

  return {
    store: store && store.head.id === id ? store : null,
    isLoading: query.isPending,
    error: query.error,
    refetch: () => void query.refetch(),
  };
}

const nothing = () => () => undefined;
const NO_EVENTS: EventRecord[] = [];

/** Status, suspensions, result: rendered again only when one of them changes. */
export function useRunHead(store: RunStore | null): RunHead | null {
  return useSyncExternalStore(
    useCallback((fn) => (store ? store.listen('head', fn) : nothing()), [store]),
    () => store?.head ?? null,
  );
}

/** One node of the run; a change of another node does not render this component. */
export function useRunNode(store: RunStore | null, nodeId: string): LiveNode | undefined {
  return useSyncExternalStore(
    useCallback((fn) => (store ? store.listen(`node:${nodeId}`, fn) : nothing()), [store, nodeId]),
    () => store?.node(nodeId),
  );
}

/** The log so far; in a burst it is read anew a few times a second. */
export function useRunLog(store: RunStore | null): EventRecord[] {
  return useSyncExternalStore(
    useCallback((fn) => (store ? store.listen('log', fn) : nothing()), [store]),
    () => store?.events ?? NO_EVENTS,
  );
}
