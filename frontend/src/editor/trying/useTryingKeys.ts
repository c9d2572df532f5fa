// The keys of trying: run to the selected step, run only it, pin what it gave.
import { useEffect } from 'react';
import { useWantsSingleKeys } from '../../api/session';
import { text } from '../../strings';
import { notifyInfo } from '../../ui/notify';
import { isTyping, nameOf } from '../actions/keys';
import { useSession, useShownRun } from '../state/context';
import { pinOf } from './pins';
import { tryingOf } from './testData';

const t = text.trying;

export const TRYING_KEYS = {
  until: 'Mod+Shift+Enter',
  only: 'Alt+Enter',
  pin: 'P',
} as const;

/** What the selected step is asked for; says so where none is selected. */
export function useTryingActions(only: (node: string) => void) {
  const session = useSession();
  const { store } = useShownRun();
  const trying = tryingOf(session);
  const withNode = (act: (node: string) => void) => () => {
    const node = session.soleNode();
    if (node) act(node.id);
    else notifyInfo(t.selectOne);
  };
  const pin = (id: string) => {
    const live = store?.node(id);
    const pinned = trying.data.get().pins[id] !== undefined;
    trying.pin(id, pinned ? null : live ? pinOf(live) : { output: null });
    notifyInfo(pinned ? t.data.unpinned : t.data.nowPinned);
  };
  return {
    until: withNode((node) => trying.asked.set({ until: node })),
    only: withNode(only),
    pin: withNode(pin),
  };
}

export function useTryingKeys(actions: ReturnType<typeof useTryingActions>): void {
  const wantsSingle = useWantsSingleKeys();
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      const name = nameOf(event);
      const found = (Object.keys(TRYING_KEYS) as (keyof typeof TRYING_KEYS)[]).find(
        (key) => TRYING_KEYS[key] === name,
      );
      if (!found || isTyping(event) || (found === 'pin' && !wantsSingle)) return;
      event.preventDefault();
      actions[found]();
    };
    window.addEventListener('keydown', down);
    return () => window.removeEventListener('keydown', down);
  }, [actions, wantsSingle]);
}
