// What a refusal of the server says about an answer: who was faster, which fields are wrong; pure.

import { ApiError, fieldErrors } from '../../api/client';
import { asUsername, type NameOf } from '../../api/people';
import { refusalOf } from '../../api/refusals';
import { text } from '../../strings';
import { absoluteTime } from '../../ui/time';
import { textOf } from '../words';
import { outcomeOf } from './choices';

const t = text.answering.resume;

/** "Approved by ann through the inbox, Mon 5 Jan 2026, 10:17:04." or null when it is no conflict. */
export function conflictOf(error: unknown, nameOf: NameOf = asUsername): string | null {
  if (!(error instanceof ApiError) || error.status !== 409) return null;
  const { by, at, via, action } = error.problem;
  const taker = textOf((error.problem as { claimed_by?: unknown }).claimed_by);
  if (taker) return text.refusals.claimed({ said: error.detail, by: nameOf(taker), at: '' });
  if (!textOf(at) && !textOf(by)) return refusalOf(error);
  const door = t.via[textOf(via)] ?? '';
  const who = textOf(by) && nameOf(textOf(by));
  const what = textOf(action) ? outcomeOf(textOf(action)) : t.ended;
  return t.conflict(
    what,
    who,
    [door, textOf(at) && absoluteTime(textOf(at))].filter(Boolean).join(', '),
  );
}

/** Errors by field of the form: `data.amount` and `/data/amount` are `amount`; the rest is general. */
export function answerErrors(error: unknown): { fields: Record<string, string>; general: string } {
  const fields: Record<string, string> = {};
  const general: string[] = [];
  for (const [attr, detail] of Object.entries(fieldErrors(error))) {
    const name = attr.replaceAll('/', '.').replace(/^\.+/, '');
    if (name.startsWith('data.')) fields[name.slice('data.'.length)] = detail;
    // The one key that a pause needs: the field has no name of its own.
    else if (name.startsWith('state.')) fields[''] = detail;
    else general.push(detail);
  }
  const only = error instanceof ApiError ? refusalOf(error) : '';
  const fallback = Object.keys(fields).length === 0 ? only : '';
  return { fields, general: general.join(' ') || fallback };
}
