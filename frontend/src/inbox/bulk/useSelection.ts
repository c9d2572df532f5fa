// Which tasks of the list are selected; only open ones are, and none once the list is another.
import { useMemo, useState } from 'react';
import type { TaskSummary } from '../../api/types';
import { isOpen } from '../boxes';

export interface Selection {
  ids: ReadonlySet<string>;
  /** Rows show their boxes: something is selected, or it was asked for. */
  isOn: boolean;
  start: () => void;
  toggle: (id: string) => void;
  /** Select from the one selected last to this one. */
  range: (id: string) => void;
  choose: (ids: readonly string[]) => void;
  clear: () => void;
}

interface Chosen {
  scope: string;
  ids: ReadonlySet<string>;
  anchor: string | null;
  isOn: boolean;
}

const none = (scope: string): Chosen => ({ scope, ids: new Set(), anchor: null, isOn: false });

/** The tasks between two of a list, both included, from the upper to the lower one. */
export function between(
  tasks: readonly TaskSummary[],
  from: string | null,
  to: string,
): TaskSummary[] {
  const ends = [from ?? to, to].map((id) => tasks.findIndex((task) => task.id === id));
  const [upper, lower] = [Math.min(...ends), Math.max(...ends)];
  return tasks.slice(upper < 0 ? lower : upper, lower + 1);
}

function toggled({ ids, ...rest }: Chosen, id: string): Chosen {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ...rest, ids: next, anchor: id, isOn: true };
}

export function useSelection(tasks: readonly TaskSummary[], scope: string): Selection {
  const [kept, setKept] = useState(() => none(scope));
  const chosen = kept.scope === scope ? kept : none(scope);
  // What somebody else decided meanwhile is no longer selected.
  const ids = useMemo(
    () => new Set(tasks.filter((task) => chosen.ids.has(task.id) && isOpen(task)).map(idOf)),
    [tasks, chosen.ids],
  );
  const set = (change: (before: Chosen) => Chosen) =>
    setKept((before) => change(before.scope === scope ? before : none(scope)));
  const add = (more: readonly TaskSummary[], anchor: string) =>
    set((before) => ({
      ...before,
      ids: new Set([...before.ids, ...more.filter(isOpen).map(idOf)]),
      anchor,
      isOn: true,
    }));
  return {
    ids,
    isOn: ids.size > 0 || (chosen.isOn && chosen.ids.size === 0),
    start: () => set((before) => ({ ...before, isOn: true })),
    toggle: (id) => {
      const task = tasks.find((one) => one.id === id);
      if (task && isOpen(task)) set((before) => leaving(toggled(before, id)));
    },
    range: (id) => add(between(tasks, chosen.anchor, id), id),
    choose: (wanted) =>
      set((before) => ({ ...before, ids: new Set(wanted), anchor: null, isOn: true })),
    clear: () => set(() => none(scope)),
  };
}

const idOf = ({ id }: TaskSummary): string => id;

/** With the last one taken off, selecting is over. */
const leaving = (chosen: Chosen): Chosen =>
  chosen.ids.size > 0 ? chosen : { ...chosen, isOn: false };
