// What a refusal says about an answer.
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../api/client';
import type { Problem } from '../../api/types';
import { answerErrors, conflictOf } from '../resume/conflict';
import { parseData } from '../resume/useAnswer';

const refused = (patch: Partial<Problem>) =>
  new ApiError({ type: 'x', title: 'Conflict', status: 409, detail: 'Refused.', ...patch }, '');

describe('a conflict', () => {
  it('says who was faster, through which door, and when', () => {
    const at = '2026-01-05T10:17:04Z';
    const sentence = conflictOf(refused({ by: 'ann', at, via: 'ui', action: 'approved' }));
    expect(sentence).toMatch(/^Approved by ann, in Fermata, .*5 Jan 2026/);
  });

  it('says the sentence of the server when nobody is named', () => {
    expect(conflictOf(refused({ detail: 'You have already decided this.' }))).toBe(
      'You have already decided this.',
    );
  });

  it('is nothing else than 409', () => {
    expect(conflictOf(refused({ status: 400 }))).toBeNull();
    expect(conflictOf(new Error('boom'))).toBeNull();
  });
});

describe('errors of an answer', () => {
  it('stand at their fields, with or without the prefix of the data', () => {
    const errors = [
      { code: 'invalid', detail: 'Too large.', attr: 'data.amount' },
      { code: 'invalid', detail: 'One of: a, b.', attr: 'action' },
    ];
    expect(answerErrors(refused({ status: 400, errors }))).toEqual({
      fields: { amount: 'Too large.' },
      general: 'One of: a, b.',
    });
  });
});

describe('typed data', () => {
  it('may be empty, must be JSON, and an object', () => {
    expect(parseData(' ')).toEqual({ ok: true, data: undefined });
    expect(parseData('{"a": 1}')).toEqual({ ok: true, data: { a: 1 } });
    expect(parseData('{"a": ').ok).toBe(false);
    expect(parseData('[1]')).toMatchObject({ ok: false, why: expect.stringContaining('object') });
  });
});
