// What people read when the server says no.
import { describe, expect, it } from 'vitest';
import { inGerman } from '../test/german';
import { ApiError } from './client';
import { faultOf, refusalOf } from './refusals';

const refused = (code: string, more: object = {}) =>
  new ApiError(
    { type: 'x', title: 'Conflict', status: 409, code, detail: 'As the server says.', ...more },
    '',
  );

const german = () => inGerman(() => Promise.all([import('./refusals'), import('./client')]));

describe('a refusal', () => {
  it('is told by its code', () => {
    expect(refusalOf(refused('four_eyes'))).toBe('Whoever asked may not decide.');
  });

  it('names who and when, where that matters', () => {
    expect(refusalOf(refused('claimed', { claimed_by: 'ann' }))).toBe('ann has taken this task.');
    const facts = { by: 'ben', at: '2026-01-05T09:02:03Z' };
    expect(refusalOf(refused('already_closed', facts))).toMatch(
      /^This was already answered by ben \(Mon,? 5 Jan 2026, .*\)\.$/,
    );
    expect(refusalOf(refused('already_closed'))).toBe('As the server says.');
  });

  it('is told in the server’s words when its code is not known', () => {
    expect(refusalOf(refused('quite_new'))).toBe('As the server says.');
  });

  it('that is one fault is told by the fault', () => {
    const errors = [{ code: 'unknown_person', detail: 'A username.', attr: 'to' }];
    const error = refused('invalid', { errors });
    expect(refusalOf(error)).toBe('There is nobody of that name.');
    expect(faultOf({ code: 'quite_new', detail: 'Not that.', attr: null })).toBe('Not that.');
  });

  it('of a field is told by the rule that says no', () => {
    const fault = (code: string, detail: string) => faultOf({ code, detail, attr: 'data.a' });
    expect(fault('minimum', '3 is less than the minimum of 5')).toBe('At least 5.');
    expect(fault('minLength', "'ab' is too short")).toBe('This value does not fit.');
    expect(fault('enum', "'x' is not one of ['A']")).toBe('Choose one of the values offered.');
  });

  it('is told in German', async () => {
    const [refusals, client] = await german();
    const said = (code: string, more: object = {}) => {
      const { problem } = refused(code, more);
      return refusals.refusalOf(new client.ApiError(problem, ''));
    };
    expect(said('four_eyes')).toBe('Wer angefragt hat, darf nicht selbst entscheiden.');
    expect(said('claimed', { claimed_by: 'ann' })).toBe('Diese Aufgabe liegt bei ann.');
    expect(said('forbidden')).toBe('Dafür fehlt die Berechtigung.');
    expect(said('quite_new')).toBe('As the server says.');
  });
});
