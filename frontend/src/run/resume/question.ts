// How a question is answered: what may be chosen or written, and whether an answer is complete; pure.
import type { Json } from '../../api/types';
import { text } from '../../strings';
import { listed } from '../../strings/formats';
import type { Read } from '../../ui/json/readJson';
import { isObject, textOf } from '../words';
import type { Answerable } from './choices';

export interface Option {
  id: string;
  label: string;
}

/** A question that is answered by fields; one that is answered by buttons has none. */
export interface Asked {
  kind: 'choice' | 'multiselect' | 'text';
  options: Option[];
  /** People may write an answer of their own beside the options. */
  custom: boolean;
}

/** What a task and a wait tell of their question; both have these. */
export interface Questionable extends Answerable {
  kind: string;
  input_type: string | null;
  skippable: boolean;
  allow_custom: boolean;
}

/** What somebody has chosen and typed so far. */
export interface Reply {
  chosen: string[];
  typed: string;
}

export const EMPTY: Reply = { chosen: [], typed: '' };
/** Stands among the chosen for the answer that is typed. */
export const OWN = '\u0000own';
// More than these no longer fit side by side.
const BUTTONS = 4;
const t = text.answering.question;

export function optionsOf({ options }: Answerable): Option[] {
  return (options ?? []).map((item) => {
    const id = typeof item === 'string' ? item : item.id;
    return { id, label: (isObject(item) && textOf(item.label)) || id };
  });
}

/** The fields of a question; null when buttons answer it, or when it is none. */
export function askedIn(wait: Questionable): Asked | null {
  if (wait.kind !== 'question' || wait.input_type === 'approval') return null;
  const options = optionsOf(wait);
  const custom = wait.allow_custom;
  if (wait.input_type === 'multiselect') return { kind: 'multiselect', options, custom };
  if (wait.input_type !== 'choice') return { kind: 'text', options: [], custom };
  const few = options.length <= BUTTONS && !custom;
  return few ? null : { kind: 'choice', options, custom };
}

/** A yes or no of somebody responsible: a comment goes with it. */
export const isDecision = ({ kind, input_type }: Questionable): boolean =>
  kind !== 'form' && (kind !== 'question' || input_type === 'approval');

/** The answer that was given, or what is missing. */
export function answerOf(asked: Asked, { chosen, typed }: Reply): Read<Json> {
  const own = typed.trim();
  if (asked.kind === 'text') return own ? { ok: true, value: own } : { ok: false, why: t.write };
  if (asked.kind === 'choice') {
    const [choice] = chosen;
    if (choice === undefined) return { ok: false, why: t.chooseOne };
    if (choice !== OWN) return { ok: true, value: choice };
    return own ? { ok: true, value: own } : { ok: false, why: t.write };
  }
  const answers = [...new Set([...chosen, ...(own ? [own] : [])])];
  return answers.length > 0 ? { ok: true, value: answers } : { ok: false, why: t.chooseSome };
}

/** An answer as people read it: labels instead of ids. */
export function answerWords(answer: unknown, options: readonly Option[]): string {
  const labels = new Map(options.map(({ id, label }) => [id, label]));
  const one = (item: unknown) => labels.get(textOf(item)) ?? textOf(item);
  return Array.isArray(answer) ? listed(answer.map(one)) : one(answer);
}
