// What the server refused, as a sentence in the reader's language.
import { text } from '../strings';
import { ruleSentence } from '../ui/form/rules';
import { absoluteTime } from '../ui/time';
import type { ApiError } from './client';
import type { Problem, ProblemItem } from './types';

type Sentences = Record<string, ((refused: Told) => string) | undefined>;
interface Told {
  said: string;
  by: string;
  at: string;
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '');

function factsOf({ detail, problem }: ApiError): Told {
  const { by, claimed_by: taker, at } = problem as Problem & { claimed_by?: unknown };
  return {
    said: detail,
    by: words(by) || words(taker),
    at: words(at) && absoluteTime(words(at)),
  };
}

const sentences = (): Sentences => text.refusals;

/** The sentence for one field, or one fault. */
export const faultOf = ({ code, detail }: ProblemItem): string =>
  sentences()[code]?.({ said: detail, by: '', at: '' }) ?? ruleSentence(code, detail) ?? detail;

/** The sentence for the whole; a single fault tells more than "invalid". */
export function refusalOf(error: ApiError): string {
  const known = sentences()[error.code];
  if (known) return known(factsOf(error));
  const [only, ...others] = error.errors;
  const told = only && others.length === 0 ? faultOf(only) : '';
  return only && told !== only.detail ? told : error.detail;
}
