// What can be read off a task: is it open, who may, who has voted, what was proposed; pure.
import type { NameOf } from '../../api/people';
import type { Json, Me, Task } from '../../api/types';
import { isObject, objectOf, textOf } from '../../run/words';
import { text } from '../../strings';
import { listed } from '../../strings/formats';

/**
 * Whether a superuser would decide over those who are asked. Who stands in for somebody cannot be told
 * here: the server has the last word.
 */
export function decidesOver(task: Task, me: Me | undefined): boolean {
  if (!me?.is_superuser || (task.users.length === 0 && task.groups.length === 0)) return false;
  return !task.users.includes(me.username) && !task.groups.some((name) => me.groups.includes(name));
}

/** "Maria Albers or managers": who is asked. */
export const askedNames = (task: Task, nameOf: NameOf): string =>
  listed([...task.users.map(nameOf), ...task.groups], 'or');

export interface Vote {
  by: string;
  decision: string;
}

/** The decisions that stand, the first first. */
function votesOf(task: Task): Vote[] {
  const votes = new Map<string, Vote>();
  for (const { type, by, detail } of task.history) {
    if (type === 'TaskDecided' && by) votes.set(by, { by, decision: textOf(detail.decision) });
    if (type === 'TaskUndone' && by) votes.delete(by);
  }
  return [...votes.values()];
}

/** Who has agreed so far. */
export const agreedBy = (task: Task): string[] =>
  votesOf(task)
    .filter(({ decision }) => decision === 'approved')
    .map(({ by }) => by);

/** Whether the decision that this person has just made may be taken back. */
export function hasWindow(task: Task, username: string | undefined): boolean {
  if (task.undo_until) return true;
  const own = task.history.findLast(({ type, by }) => type === 'TaskDecided' && by === username);
  return textOf(objectOf(own?.detail).until) !== '';
}

const same = (a: Json | undefined, b: Json | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The fields of a form that differ from what was proposed, with what was proposed for them. */
export function changedFields(proposal: Json, value: Json | undefined): Map<string, Json | null> {
  const found = new Map<string, Json | null>();
  if (!isObject(proposal) || !isObject(value)) return found;
  for (const key of new Set([...Object.keys(proposal), ...Object.keys(value)])) {
    if (!same(proposal[key], value[key])) found.set(key, proposal[key] ?? null);
  }
  return found;
}

const PRIORITIES = { '-1': 'low', '0': 'normal', '1': 'high', '2': 'urgent' } as const;
export type Priority = (typeof PRIORITIES)[keyof typeof PRIORITIES];
export const PRIORITY_ORDER: readonly Priority[] = ['urgent', 'high', 'normal', 'low'];

export const priorityOf = (number: number): Priority =>
  PRIORITIES[String(number) as keyof typeof PRIORITIES] ?? 'normal';

export const priorityWord = (number: number): string => text.task.priorities[priorityOf(number)];
