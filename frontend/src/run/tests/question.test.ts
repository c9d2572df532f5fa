// How questions are answered: which have fields, what is missing, how an answer reads.
import { describe, expect, it } from 'vitest';
import { answerOf, answerWords, askedIn, EMPTY, isDecision, OWN } from '../resume/question';
import { parseValue } from '../resume/useAnswer';
import { wait } from './samples';

const options = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, label: id.toUpperCase() }));
const question = (input_type: string, patch: Parameters<typeof wait>[0] = {}) =>
  wait({ kind: 'question', input_type, options, ...patch });

describe('a question', () => {
  it('with few options is answered by its buttons', () => {
    expect(askedIn(question('choice', { options: options.slice(0, 4) }))).toBeNull();
    expect(askedIn(question('approval'))).toBeNull();
    expect(askedIn(wait())).toBeNull();
  });

  it('with many options, or with room for another answer, has fields', () => {
    expect(askedIn(question('choice'))?.kind).toBe('choice');
    const own = question('choice', { options: options.slice(0, 2), allow_custom: true });
    expect(askedIn(own)).toMatchObject({ kind: 'choice', custom: true });
    expect(askedIn(question('multiselect'))?.kind).toBe('multiselect');
    expect(askedIn(question('text'))).toEqual({ kind: 'text', options: [], custom: false });
  });

  it('wants a comment only when it is a decision', () => {
    expect(isDecision(wait())).toBe(true);
    expect(isDecision(question('approval'))).toBe(true);
    expect(isDecision(question('choice'))).toBe(false);
    expect(isDecision(wait({ kind: 'form' }))).toBe(false);
  });
});

describe('an answer', () => {
  const asked = (kind: 'choice' | 'multiselect' | 'text') => ({ kind, options, custom: true });

  it('is missing until something was chosen or written', () => {
    expect(answerOf(asked('choice'), EMPTY)).toEqual({ ok: false, why: 'Choose one.' });
    expect(answerOf(asked('multiselect'), EMPTY).ok).toBe(false);
    expect(answerOf(asked('text'), { chosen: [], typed: '  ' }).ok).toBe(false);
    expect(answerOf(asked('choice'), { chosen: [OWN], typed: '' }).ok).toBe(false);
  });

  it('is an id, a list of ids, or a text', () => {
    const value = (kind: 'choice' | 'multiselect' | 'text', chosen: string[], typed = '') => {
      const read = answerOf(asked(kind), { chosen, typed });
      return read.ok ? read.value : read.why;
    };
    expect(value('choice', ['a'], 'forgotten')).toBe('a');
    expect(value('choice', [OWN], ' mine ')).toBe('mine');
    expect(value('multiselect', ['a', 'b'], 'mine')).toEqual(['a', 'b', 'mine']);
    expect(value('multiselect', ['a'], 'a')).toEqual(['a']);
    expect(value('text', [], 'words')).toBe('words');
  });

  it('reads as its labels', () => {
    expect(answerWords(['a', 'b', 'mine'], options)).toBe('A, B and mine');
    expect(answerWords('a', options)).toBe('A');
    expect(answerWords(null, options)).toBe('');
  });
});

describe('the value that a pause needs', () => {
  it('is JSON, or else the words themselves', () => {
    expect(parseValue('{"a": 1}', 'receipt')).toEqual({ ok: true, data: { receipt: { a: 1 } } });
    expect(parseValue('INV-7', 'receipt')).toEqual({ ok: true, data: { receipt: 'INV-7' } });
    expect(parseValue(' ', 'receipt')).toEqual({ ok: true, data: undefined });
  });
});
