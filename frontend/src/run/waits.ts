// What an open wait asks and of whom, read from the run's log; and who may end it; pure.
import { asUsername, type NameOf } from '../api/people';
import type { EventRecord, Me, Suspension } from '../api/types';
import { text } from '../strings';
import { listed } from '../strings/formats';
import { isObject, numberOf, objectOf, textOf, textsOf } from './words';

export interface Ask {
  users: string[];
  groups: string[];
  dueAt: string | null;
  claimedBy: string | null;
  /** Who has agreed so far, and how many must, when more than one must. */
  agreed: string[];
  quorum: number;
  title: string;
  onTimeout: string | null;
}

/** What newer servers tell of a wait themselves. */
export type OpenWait = Suspension & { users?: string[]; groups?: string[]; can_resume?: boolean };

const NOBODY: Ask = {
  users: [],
  groups: [],
  dueAt: null,
  claimedBy: null,
  agreed: [],
  quorum: 1,
  title: '',
  onTimeout: null,
};

function fold(ask: Ask, event: EventRecord): Ask {
  const { type, payload } = event;
  const detail = objectOf(payload.detail);
  const handed = {
    users: Array.isArray(detail.users) ? textsOf(detail.users) : ask.users,
    groups: Array.isArray(detail.groups) ? textsOf(detail.groups) : ask.groups,
    dueAt: textOf(detail.due_at) || ask.dueAt,
  };
  if (type === 'TaskCreated') return { ...ask, ...handed, title: textOf(detail.title) };
  if (type === 'TaskClaimed') return { ...ask, claimedBy: textOf(payload.by) || null };
  if (type === 'TaskReleased') return { ...ask, claimedBy: null };
  if (type === 'TaskDelegated' || type === 'TaskEscalated') {
    return { ...ask, ...handed, claimedBy: null };
  }
  if (type === 'TaskDecided') return { ...ask, agreed: [...ask.agreed, textOf(payload.by)] };
  return ask;
}

/** Whom an open wait asks, until when, and who has answered. */
export function askOf(events: readonly EventRecord[], suspension: Suspension): Ask {
  const { users = [], groups = [] } = suspension as OpenWait;
  let ask: Ask = { ...NOBODY, users, groups };
  for (const event of events) {
    if (event.type === 'NodeSuspended' && event.payload.suspension === suspension.id) {
      const rules = objectOf(event.payload.rules);
      ask = {
        ...ask,
        quorum: numberOf(rules.quorum) ?? 1,
        onTimeout: textOf(rules.on_timeout) || null,
      };
    }
    const task = suspension.task;
    if (task && isObject(event.payload) && event.payload.task === task) ask = fold(ask, event);
  }
  return ask;
}

export const OPERATE = 'operate_run';
const TIMED = new Set(['timer', 'event', 'callback', 'children']);

/** The wait is on a clock or on something outside, not on a person. */
export const isTimed = (suspension: Suspension): boolean => TIMED.has(suspension.kind);

/** "Ann, Ben or managers"; anyone who may resume when nobody is named. */
export function askedOf(ask: Ask, nameOf: NameOf = asUsername): string {
  if (ask.claimedBy) return nameOf(ask.claimedBy);
  const names = [...ask.users.map(nameOf), ...ask.groups];
  return names.length ? listed(names, 'or') : text.run.somebody;
}

/** True when this person may end the wait; the server has the last word. */
export function mayEnd(me: Me | undefined, suspension: Suspension, ask: Ask): boolean {
  if (!me) return false;
  const claimedByOther = Boolean(ask.claimedBy) && ask.claimedBy !== me.username;
  const told = (suspension as OpenWait).can_resume;
  if (typeof told === 'boolean') return told;
  const operates = me.permissions.includes(OPERATE);
  const named = ask.users.length + ask.groups.length > 0;
  if (!suspension.task || !named) return operates;
  if (claimedByOther) return false;
  if ((me as Me & { is_superuser?: boolean }).is_superuser) return true;
  return ask.users.includes(me.username) || ask.groups.some((group) => me.groups.includes(group));
}

/** "Waiting for managers", "2 open waits": the word of a suspended run's status. */
export function waitingWords(
  suspensions: readonly Suspension[],
  asks: readonly Ask[],
  nameOf: NameOf = asUsername,
): string {
  if (suspensions.length > 1) return text.run.waitingMany(suspensions.length);
  const [only] = suspensions;
  const [ask] = asks;
  if (!only || !ask || isTimed(only)) return '';
  const nobody = !ask.claimedBy && ask.users.length + ask.groups.length === 0;
  return nobody ? '' : text.run.waitingFor(askedOf(ask, nameOf));
}
