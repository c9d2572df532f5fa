// Buttons of a wait.
import { describe, expect, it } from 'vitest';
import { choicesOf, needsComment, outcomeOf } from '../resume/choices';
import { humanise, shortId } from '../words';

describe('the ways to answer', () => {
  it('stand with rejecting left and approving right, without what only a clock may do', () => {
    const choices = choicesOf({ actions: ['approved', 'send_back', 'timeout', 'later'] });
    expect(choices.map((choice) => choice.label)).toEqual(['Send back', 'Later', 'Approve']);
    expect(choices.map((choice) => choice.kind)).toEqual(['reject', 'plain', 'approve']);
  });

  it('are the options of a question, with the words of its author', () => {
    const options = [{ id: 'a', label: 'The red one' }, { id: 'b' }];
    expect(choicesOf({ actions: ['timeout'], options }).map((choice) => choice.label)).toEqual([
      'The red one',
      'B',
    ]);
  });

  it('may be named by plain words', () => {
    expect(choicesOf({ options: ['approved', 'rejected'] }).map(({ id }) => id)).toEqual([
      'rejected',
      'approved',
    ]);
  });

  it('are none when anything will do', () => {
    expect(choicesOf({ actions: [] })).toEqual([]);
  });
});

describe('a comment', () => {
  it('is needed for a no, not for a yes', () => {
    expect(needsComment('rejected', '  ')).toBe(true);
    expect(needsComment('rejected', 'too much')).toBe(false);
    expect(needsComment('approved', '')).toBe(false);
  });
});

describe('words', () => {
  it('tell a decision afterwards', () => {
    expect([outcomeOf('approved'), outcomeOf('send_back'), outcomeOf('needs_work')]).toEqual([
      'Approved',
      'Sent back',
      'Needs work',
    ]);
  });

  it('make keys readable and ids short', () => {
    expect(['cost_centre', 'costCentre', 'IBAN', 'a'].map(humanise)).toEqual([
      'Cost centre',
      'Cost centre',
      'IBAN',
      'A',
    ]);
    expect(shortId('0196f3a2-1111-7000-8000-00000000abcd')).toBe('0000abcd');
  });
});
