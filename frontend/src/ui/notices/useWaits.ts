// The open waits of this person, kept current by the socket; and how many tasks are theirs.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { keys, useRuns, useSuspensions } from '../../api/queries';
import { useMe } from '../../api/session';
import { useLiveTopic } from '../../live/hooks';
import { openWaits, type Wait } from './waits';

const EVERY = 700;

/** Read lists again at most every `EVERY` ms: a thousand runs may change in a second. */
class Refresher {
  private readonly due = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly client: QueryClient;

  constructor(client: QueryClient) {
    this.client = client;
  }

  soon(queryKey: readonly unknown[]): void {
    const key = String(queryKey[0]);
    if (this.due.has(key)) return;
    const run = () => {
      this.due.delete(key);
      void this.client.invalidateQueries({ queryKey });
    };
    this.due.set(key, setTimeout(run, EVERY));
  }
}

/** Keep every list that is on the screen current; once, in the shell. */
export function useLiveLists(): void {
  const client = useQueryClient();
  const refresher = useRef<Refresher>(null);
  refresher.current ??= new Refresher(client);
  useLiveTopic('runs', () => {
    refresher.current?.soon(keys.runs());
    refresher.current?.soon(keys.suspensions);
    refresher.current?.soon(keys.workflows);
    refresher.current?.soon(keys.dashboard);
  });
  useLiveTopic('inbox', () => {
    refresher.current?.soon(keys.tasks());
    refresher.current?.soon(keys.suspensions);
  });
}

export const MINE = { box: 'mine', state: 'open' };

export function useWaits(): Wait[] {
  const { data: me } = useMe();
  const actionable = useSuspensions().data;
  const runs = useRuns({ status: 'running,suspended' }).data;
  return useMemo(() => openWaits(me, actionable ?? [], runs ?? []), [me, actionable, runs]);
}
