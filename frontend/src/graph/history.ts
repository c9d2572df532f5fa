/** Undo and redo as named steps of changes, one step a gesture; knows nothing of who shows them. */

import { type Change, invertAll, isIdle } from './changes';

export interface Step {
  name: string;
  changes: Change[];
  /** Steps in a row with the same key are one gesture (typing in one field) until `seal`. */
  gesture?: string | undefined;
}

export interface History {
  past: readonly Step[];
  future: readonly Step[];
}

export const EMPTY_HISTORY: History = { past: [], future: [] };
const LIMIT = 300;

function target(change: Change): string {
  if (change.kind === 'set_node') return `${change.id}/${change.path.join('/')}`;
  if (change.kind === 'set_edge') return `${change.id}/${change.field}`;
  if (change.kind === 'set_graph') return `graph/${change.path.join('/')}`;
  return 'id' in change ? `${change.kind}/${change.id}` : '';
}

/** Joins two changes of the same place into one from the first's beginning to the second's end. */
function joined(first: Change, second: Change): Change | null {
  if (!('from' in first) || !('from' in second) || target(first) !== target(second)) return null;
  return { ...first, to: second.to } as Change;
}

function absorb(step: Step, next: Step): Step {
  const changes = [...step.changes];
  for (const change of next.changes) {
    const last = changes.at(-1);
    const one = last ? joined(last, change) : null;
    if (one) changes[changes.length - 1] = one;
    else changes.push(change);
  }
  return { ...step, changes: changes.filter((change) => !isIdle(change)) };
}

/** Adds a step and drops what could be redone; a step without effect leaves the history alone. */
export function record(history: History, step: Step): History {
  const changes = step.changes.filter((change) => !isIdle(change));
  if (changes.length === 0) return history;
  const last = history.past.at(-1);
  if (step.gesture !== undefined && last?.gesture === step.gesture) {
    const merged = absorb(last, { ...step, changes });
    const rest = history.past.slice(0, -1);
    return { past: merged.changes.length > 0 ? [...rest, merged] : rest, future: [] };
  }
  return { past: [...history.past, { ...step, changes }].slice(-LIMIT), future: [] };
}

/** Ends the gesture under way: the next step stands on its own even when its key is the same. */
export function seal(history: History): History {
  const last = history.past.at(-1);
  if (last?.gesture === undefined) return history;
  const { gesture: _ended, ...closed } = last;
  return { ...history, past: [...history.past.slice(0, -1), closed] };
}

export interface Travel {
  history: History;
  changes: Change[];
  name: string;
}

export function undo(history: History): Travel | null {
  const step = history.past.at(-1);
  if (!step) return null;
  return {
    history: { past: history.past.slice(0, -1), future: [step, ...history.future] },
    changes: invertAll(step.changes),
    name: step.name,
  };
}

export function redo(history: History): Travel | null {
  const [step, ...future] = history.future;
  if (!step) return null;
  return {
    history: { past: [...history.past, step], future },
    changes: step.changes,
    name: step.name,
  };
}
