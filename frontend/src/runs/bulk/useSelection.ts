// Which runs of the list are selected: some by hand, or all that match the filter.
import { useState } from 'react';
import type { RunSummary } from '../../api/types';

export interface Selection {
  ids: ReadonlySet<string>;
  /** All that match, also those that are not loaded. */
  all: boolean;
  has: (id: string) => boolean;
  /** `range` takes those between this and the one before it along. */
  toggle: (id: string, range: boolean) => void;
  togglePage: () => void;
  selectAll: () => void;
  clear: () => void;
}

function between(runs: readonly RunSummary[], from: string, to: string): string[] {
  const places = [from, to].map((id) => runs.findIndex((run) => run.id === id));
  const [first = -1, last = -1] = places.sort((a, b) => a - b);
  return first < 0 ? [to] : runs.slice(first, last + 1).map(({ id }) => id);
}

const NONE: ReadonlySet<string> = new Set();

/** `key` names the list: a selection is of one filter, and gone with it. */
export function useSelection(runs: readonly RunSummary[], key: string): Selection {
  const [held, setHeld] = useState({ key, ids: NONE, all: false });
  const [last, setLast] = useState<string | null>(null);
  const { ids, all } = held.key === key ? held : { ids: NONE, all: false };
  const set = (next: ReadonlySet<string>, every = false) => setHeld({ key, ids: next, all: every });
  return {
    ids,
    all,
    has: (id) => all || ids.has(id),
    toggle: (id, range) => {
      const next = new Set(all ? runs.map((run) => run.id) : ids);
      const on = !next.has(id);
      for (const each of range && last ? between(runs, last, id) : [id]) {
        if (on) next.add(each);
        else next.delete(each);
      }
      setLast(id);
      set(next);
    },
    togglePage: () => set(all || ids.size > 0 ? NONE : new Set(runs.map((run) => run.id))),
    selectAll: () => set(new Set(runs.map((run) => run.id)), true),
    clear: () => set(NONE),
  };
}
