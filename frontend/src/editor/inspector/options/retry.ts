// What a retry policy means: the pauses between its tries; pure.
import { secondsOf } from '../../../graph/summary';
import { isObject, type Json } from '../../../graph/types';

/** As the engine has them when nothing is said. */
export const RETRY = { backoff: 1, factor: 2, longest: 3600 } as const;

const numberOr = (value: Json | undefined, fallback: number): number =>
  typeof value === 'number' ? value : fallback;

/** How many tries an option allows; one when it says nothing. */
export const triesOf = (retry: Json | undefined): number =>
  isObject(retry) ? numberOr(retry.max_attempts, 1) : 1;

/** The pauses in seconds between the tries, the first `limit` of them. */
export function pausesOf(retry: Json | undefined, limit = 4): number[] {
  const policy = isObject(retry) ? retry : {};
  const first = secondsOf(policy.backoff_seconds) ?? RETRY.backoff;
  const longest = secondsOf(policy.max_backoff_seconds) ?? RETRY.longest;
  const factor = numberOr(policy.factor, RETRY.factor);
  const count = Math.min(limit, Math.max(0, triesOf(retry) - 1));
  return Array.from({ length: count }, (_, index) => Math.min(longest, first * factor ** index));
}
