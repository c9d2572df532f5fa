// The open waits of this person, kept current by the socket; and how many tasks are theirs.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useNamesOrYou } from '../../api/people';
import { keys, useRuns, useSuspensions } from '../../api/queries';
import { useMe } from '../../api/session';
import { useLiveState, useLiveTopic } from '../../live/hooks';
import { openWaits, type Wait } from './waits';

const EVERY = 700;

/** Reads lists again, at once and then at most every `EVERY` ms: a thousand runs may change in a second. */
class Refresher {
  private readonly resting = new Map<string, { again: boolean }>();
  private readonly client: QueryClient;

  constructor(client: QueryClient) {
    this.client = client;
  }

  soon(queryKey: readonly unknown[]): void {
    const key = String(queryKey[0]);
    const rest = this.resting.get(key);
    if (rest) {
      rest.again = true;
      return;
    }
    const started = { again: false };
    this.resting.set(key, started);
    void this.client.invalidateQueries({ queryKey });
    setTimeout(() => {
      this.resting.delete(key);
      if (started.again) this.soon(queryKey);
    }, EVERY);
  }
}

/** What frames keep current; drafts and versions are nobody's to change but their editor's. */
const LIVE = [keys.runs(), keys.workflows, keys.tasks(), keys.suspensions];

/** A cut loses frames: once the line is back, whatever they keep current is read again. */
function useFreshAfterCut(client: QueryClient): void {
  const state = useLiveState();
  const cut = useRef(false);
  useEffect(() => {
    if (state === 'lost') cut.current = true;
    if (state !== 'open' || !cut.current) return;
    cut.current = false;
    for (const queryKey of [...LIVE, ['run'], ['task']]) {
      void client.invalidateQueries({ queryKey });
    }
  }, [state, client]);
}

/** Keep every list that is on the screen current; once, in the shell. */
export function useLiveLists(): void {
  const client = useQueryClient();
  const refresher = useRef<Refresher>(null);
  refresher.current ??= new Refresher(client);
  useFreshAfterCut(client);
  useLiveTopic('runs', () => {
    for (const queryKey of LIVE) refresher.current?.soon(queryKey);
  });
  useLiveTopic('inbox', (frame) => {
    // The bell has its own figure: see bell.ts.
    if (frame.type === 'notice_update') return;
    refresher.current?.soon(keys.tasks());
    refresher.current?.soon(keys.suspensions);
  });
}

export const MINE = { box: 'mine', state: 'open' };

export function useWaits(): Wait[] {
  const { data: me } = useMe();
  const actionable = useSuspensions().data;
  const runs = useRuns({ status: 'running,suspended' }).data;
  const nameOf = useNamesOrYou();
  return useMemo(
    () => openWaits(me, actionable ?? [], runs ?? [], nameOf),
    [me, actionable, runs, nameOf],
  );
}
