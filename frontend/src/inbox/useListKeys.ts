// The keys of the list: going through it, selecting, searching, and help.
import { useEffect, useRef } from 'react';
import type { TaskSummary } from '../api/types';
import { neighbour } from './boxes';
import type { Selection } from './bulk/useSelection';
import { focusSearch } from './search';
import { type Shortcut, useShortcuts } from './shortcuts';

interface ListKeys {
  tasks: readonly TaskSummary[];
  current: string | undefined;
  selection: Selection;
  onOpen: (id: string) => void;
  onHelp: () => void;
}

export function useListKeys({ tasks, current, selection, onOpen, onHelp }: ListKeys): void {
  // Keys come faster than the address follows.
  const at = useRef(current);
  useEffect(() => {
    at.current = current;
  }, [current]);
  const step = (by: 1 | -1) => {
    const to = neighbour(tasks, at.current, by);
    if (!to) return;
    at.current = to;
    onOpen(to);
  };
  const acts: Partial<Record<Shortcut, () => void>> = {
    next: () => step(1),
    previous: () => step(-1),
    search: focusSearch,
    help: onHelp,
    select: () => at.current && selection.toggle(at.current),
    range: () => at.current && selection.range(at.current),
  };
  useShortcuts((shortcut) => acts[shortcut]?.());
}
