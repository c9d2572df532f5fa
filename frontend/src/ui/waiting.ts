// Whom or what open suspensions wait for, in words.
import { asUsername, type NameOf } from '../api/people';
import type { SuspensionBrief, SuspensionKind } from '../api/types';
import { text } from '../strings';

const t = text.waiting;

export const kindsOf = (suspensions: readonly SuspensionBrief[] = []): SuspensionKind[] =>
  suspensions.map((suspension) => suspension.kind);

/** "Waiting for managers"; undefined when the table's own word says as much. */
export function waitingFor(
  suspensions: readonly SuspensionBrief[] = [],
  nameOf: NameOf = asUsername,
): string | undefined {
  const who = [
    ...new Set(suspensions.flatMap((open) => [...open.users.map(nameOf), ...open.groups])),
  ];
  if (who.length > 0)
    return t.for(who.length > 2 ? t.andMore(who[0] ?? '', who.length - 1) : who.join(', '));
  return suspensions.length > 1 ? t.several(suspensions.length) : undefined;
}

/** The first reason that was given; null when none was. */
export const reasonOf = (suspensions: readonly SuspensionBrief[] = []): string | null =>
  suspensions.find((suspension) => suspension.reason)?.reason ?? null;
