/** Who has the workflow open, read from the newest frame: the others, and who holds the pen; pure. */

import type { PresenceFrame, Present } from '../../live/frames';

export interface Roster {
  others: Present[];
  /** The tab that edits, when that is another one. */
  holder: Present | null;
  /** Nobody edits: the pen is free to take. */
  free: boolean;
  /** The newest revision that somebody else shows. */
  newest: number;
}

export const ALONE: Roster = { others: [], holder: null, free: false, newest: 0 };

/** `tab` is our own; null while the server has not told it. */
export function readRoster(frame: PresenceFrame | null, tab: string | null): Roster {
  if (!frame) return ALONE;
  const others = frame.people.filter((one) => one.tab !== tab);
  const holder = others.find((one) => one.tab === frame.pen) ?? null;
  return {
    others,
    holder,
    free: frame.pen === null,
    newest: Math.max(0, ...others.map(({ revision }) => revision ?? 0)),
  };
}

/** One line a person: those with two windows once, at the node of one of them. */
export function personsOf(others: readonly Present[]): Present[] {
  const found = new Map<string, Present>();
  for (const one of others) {
    const known = found.get(one.user);
    if (!known || (known.node === null && one.node !== null)) found.set(one.user, one);
  }
  return [...found.values()];
}

/** Who is at which node, each person once. */
export function guestsOf(others: readonly Present[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { node, user } of others) {
    const here = node === null ? undefined : (found.get(node) ?? []);
    if (node !== null && here && !here.includes(user)) found.set(node, [...here, user]);
  }
  return found;
}
