// Which tasks this browser has opened, so that new ones carry a dot.
import { useSyncExternalStore } from 'react';

const KEY = 'inbox.seen';
const LIMIT = 500;

const listeners = new Set<() => void>();
let known: ReadonlySet<string> | null = null;

function read(): ReadonlySet<string> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return new Set(Array.isArray(found) ? found.filter((id) => typeof id === 'string') : []);
  } catch {
    return new Set();
  }
}

const current = (): ReadonlySet<string> => {
  known ??= read();
  return known;
};

/** Remember that a task was opened; the oldest are forgotten after a while. */
export function markSeen(id: string): void {
  if (current().has(id)) return;
  known = new Set([...current(), id].slice(-LIMIT));
  try {
    localStorage.setItem(KEY, JSON.stringify([...known]));
  } catch {
    // A full or forbidden storage costs the dots, nothing else.
  }
  for (const tell of listeners) tell();
}

export const useSeen = (): ReadonlySet<string> =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, current);
