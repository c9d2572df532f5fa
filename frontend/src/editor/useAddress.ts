// The tab and the shown run, kept in the address of the page.
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { TABS, type Tab } from './header/EditorHeader';

export interface Address {
  tab: Tab;
  run: string | null;
  /** Takes a name away when its value is null. */
  go: (changes: Record<string, string | null>) => void;
}

/** A reload comes back to the same tab with the same run. */
export function useAddress(): Address {
  const [params, setParams] = useSearchParams();
  const go = useCallback(
    (changes: Record<string, string | null>) =>
      setParams(
        (before) => {
          for (const [name, value] of Object.entries(changes)) {
            if (value === null) before.delete(name);
            else before.set(name, value);
          }
          return before;
        },
        { replace: true },
      ),
    [setParams],
  );
  const tab = TABS.find((name) => name === params.get('tab')) ?? 'editor';
  return { tab, run: params.get('run'), go };
}
