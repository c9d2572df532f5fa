// The open waits of a run with whom each asks and whether this person may end it.
import { useMemo } from 'react';
import { useMe } from '../api/session';
import type { Suspension } from '../api/types';
import type { RunHead, RunStore } from '../live/runStore';
import { useRunHead, useRunLog } from '../live/useRunStore';
import { type Ask, askOf, mayEnd, OPERATE } from './waits';

export interface OpenWaitInfo {
  suspension: Suspension;
  ask: Ask;
  mayEnd: boolean;
}

// Skipping a timer is offered where the wait is explained; waits of runs below are ended there.
const ELSEWHERE = new Set(['timer', 'children']);

/** What the purple button is for. */
export const isResumable = ({ mayEnd, suspension }: OpenWaitInfo): boolean =>
  mayEnd && !ELSEWHERE.has(suspension.kind);

export function useOpenWaits(store: RunStore): OpenWaitInfo[] {
  const { data: me } = useMe();
  const suspensions = useRunHead(store)?.suspensions;
  const log = useRunLog(store);
  return useMemo(
    () =>
      (suspensions ?? []).map((suspension) => {
        const ask = askOf(log, suspension);
        return { suspension, ask, mayEnd: mayEnd(me, suspension, ask) };
      }),
    [suspensions, log, me],
  );
}

/** True when this person may stop the run; the server has the last word. */
export function useMayOperate(head: RunHead): boolean {
  const { data: me } = useMe();
  const told = (head as RunHead & { can_operate?: boolean }).can_operate;
  return told ?? me?.permissions.includes(OPERATE) ?? false;
}
