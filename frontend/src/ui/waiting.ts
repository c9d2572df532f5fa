// Whom or what open suspensions wait for, in words.
import type { Suspension, SuspensionKind } from '../api/types';
import { text } from '../strings';

const t = text.waiting;

function named(suspension: Suspension): string[] {
  const { users, groups } = suspension.metadata ?? {};
  return [users, groups].flat().filter((name): name is string => typeof name === 'string');
}

export const kindsOf = (suspensions: readonly Suspension[] = []): SuspensionKind[] =>
  suspensions.map((suspension) => suspension.kind);

/** "Waiting for managers"; undefined when the table's own word says as much. */
export function waitingFor(suspensions: readonly Suspension[] = []): string | undefined {
  const who = [...new Set(suspensions.flatMap(named))];
  if (who.length > 0)
    return t.for(who.length > 2 ? t.andMore(who[0] ?? '', who.length - 1) : who.join(', '));
  return suspensions.length > 1 ? t.several(suspensions.length) : undefined;
}

/** The first reason that was given; null when none was. */
export const reasonOf = (suspensions: readonly Suspension[] = []): string | null =>
  suspensions.find((suspension) => suspension.reason)?.reason ?? null;
