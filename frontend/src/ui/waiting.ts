// Whom or what open suspensions wait for, in words.
import type { Suspension, SuspensionBrief, SuspensionKind } from '../api/types';
import { text } from '../strings';

const t = text.waiting;

type Open = SuspensionBrief & Partial<Pick<Suspension, 'metadata'>>;

function named({ users, groups, metadata }: Open): string[] {
  const found = [users ?? metadata?.users, groups ?? metadata?.groups].flat();
  return found.filter((name): name is string => typeof name === 'string');
}

export const kindsOf = (suspensions: readonly Open[] = []): SuspensionKind[] =>
  suspensions.map((suspension) => suspension.kind);

/** "Waiting for managers"; undefined when the table's own word says as much. */
export function waitingFor(suspensions: readonly Open[] = []): string | undefined {
  const who = [...new Set(suspensions.flatMap(named))];
  if (who.length > 0)
    return t.for(who.length > 2 ? t.andMore(who[0] ?? '', who.length - 1) : who.join(', '));
  return suspensions.length > 1 ? t.several(suspensions.length) : undefined;
}

/** The first reason that was given; null when none was. */
export const reasonOf = (suspensions: readonly Open[] = []): string | null =>
  suspensions.find((suspension) => suspension.reason)?.reason ?? null;
