// Which tasks this browser has opened, so that new ones carry a dot.
import { useSyncExternalStore } from 'react';

const KEY = 'inbox.seen';
const LIMIT = 500;

const listeners = new Set<() => void>();

/** What is stored, and the same read; kept so that what did not change is the same object. */
let known: { raw: string | null; ids: ReadonlySet<string> } = { raw: null, ids: new Set() };

function read(raw: string | null): ReadonlySet<string> {
  try {
    const found: unknown = JSON.parse(raw ?? '[]');
    return new Set(Array.isArray(found) ? found.filter((id) => typeof id === 'string') : []);
  } catch {
    return new Set();
  }
}

function current(): ReadonlySet<string> {
  let raw = known.raw;
  try {
    raw = localStorage.getItem(KEY);
  } catch {
    // A forbidden storage: what this page knows itself stays.
  }
  if (raw !== known.raw) known = { raw, ids: read(raw) };
  return known.ids;
}

/** Remember that a task was opened; the oldest are forgotten after a while. */
export function markSeen(id: string): void {
  if (current().has(id)) return;
  const ids = [...current(), id].slice(-LIMIT);
  const raw = JSON.stringify(ids);
  try {
    localStorage.setItem(KEY, raw);
    known = { raw, ids: new Set(ids) };
  } catch {
    // A full or forbidden storage costs the dots of other days, nothing else.
    known = { raw: known.raw, ids: new Set(ids) };
  }
  for (const tell of listeners) tell();
}

export const useSeen = (): ReadonlySet<string> =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, current);
