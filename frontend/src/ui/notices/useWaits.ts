// The open waits of this person, kept current by the socket; and how many tasks are theirs.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useNamesOrYou } from '../../api/people';
import { keys, useRuns, useSuspensions } from '../../api/queries';
import { useMe } from '../../api/session';
import { seldom } from '../../live/gather';
import { useLiveState, useLiveTopic } from '../../live/hooks';
import { openWaits, type Wait } from './waits';

const EVERY = 700;

/** What frames keep current; drafts and versions are nobody's to change but their editor's. */
const LIVE = [keys.runs(), keys.workflows, keys.tasks, keys.suspensions];

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

/** A thousand runs may change in a second: each list is read again at once, then every `EVERY` ms. */
function refreshers(client: QueryClient) {
  const soon = (queryKey: readonly unknown[]) =>
    seldom(() => void client.invalidateQueries({ queryKey }), EVERY);
  return {
    runs: soon(keys.runs()),
    workflows: soon(keys.workflows),
    tasks: soon(keys.tasks),
    suspensions: soon(keys.suspensions),
  };
}

/** Keep every list that is on the screen current; once, in the shell. */
export function useLiveLists(): void {
  const client = useQueryClient();
  const again = useMemo(() => refreshers(client), [client]);
  useFreshAfterCut(client);
  useLiveTopic('runs', () => {
    for (const list of Object.values(again)) list();
  });
  useLiveTopic('inbox', (frame) => {
    // The bell has its own figure: see bell.ts.
    if (frame.type === 'notice_update') return;
    again.tasks();
    again.suspensions();
  });
}

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
