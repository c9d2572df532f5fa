// From what was typed in the fork dialog to what the API is sent, or what is wrong with it; pure.
import type { JsonObject } from '../../api/types';
import { text } from '../../strings';
import { readObject } from '../../ui/json/readJson';
import { changesOf } from './changes';

export const PARTS = ['inputs', 'state', 'outputs'] as const;
export type Part = (typeof PARTS)[number];
export type Base = Record<Part, JsonObject>;
/** What was typed in each part; a part that nobody touched is missing. */
export type Typed = Partial<Record<Part, string>>;

export interface ForkBody {
  body: Partial<Base>;
  problems: Partial<Record<Part, string>>;
}

function problemOf(part: Part, base: JsonObject, changed: JsonObject, gone: string[]) {
  if (gone.length > 0) return text.fork.keysStay(gone);
  const strange = part === 'outputs' ? Object.keys(changed).filter((key) => !(key in base)) : [];
  return strange.length > 0 ? text.fork.unknownStep(strange) : undefined;
}

/** Only what differs is sent: it is merged over what is there. */
export function bodyOf(base: Base, typed: Typed): ForkBody {
  const found: ForkBody = { body: {}, problems: {} };
  for (const part of PARTS) {
    const words = typed[part];
    if (words === undefined) continue;
    const read = readObject(words);
    if (!read.ok) {
      found.problems[part] = read.why;
      continue;
    }
    const { changed, gone } = changesOf(base[part], read.value);
    const problem = problemOf(part, base[part], changed, gone);
    if (problem) found.problems[part] = problem;
    else if (Object.keys(changed).length > 0) found.body[part] = changed;
  }
  return found;
}
