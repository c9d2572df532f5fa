// Resume by key: opens the form of the selected node's wait, when this person may end it.
import { useCallback } from 'react';
import { useMe } from '../../api/session';
import type { Suspension } from '../../api/types';
import { isResumable } from '../../run/useOpenWaits';
import { askOf, mayEnd } from '../../run/waits';
import { useSession, useShownRun } from './context';

export function useResumeSelected(onResume: (wait: Suspension) => void): () => void {
  const session = useSession();
  const { store } = useShownRun();
  const { data: me } = useMe();
  return useCallback(() => {
    const node = session.soleNode();
    const suspension = node && store?.suspensionOf(node.id);
    if (!suspension || !store) return;
    const ask = askOf(store.events, suspension);
    if (isResumable({ suspension, ask, mayEnd: mayEnd(me, suspension, ask) })) onResume(suspension);
  }, [session, store, me, onResume]);
}
