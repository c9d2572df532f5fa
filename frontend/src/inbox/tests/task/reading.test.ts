// What is read off a task and its fields: votes, changes, files, mentions, sizes.
import { describe, expect, it } from 'vitest';
import type { Me, Task } from '../../../api/types';
import { me } from '../../../run/tests/samples';
import { sizeWords } from '../../../ui/files/size';
import { factsOf, filesIn } from '../../facts/readFacts';
import { agreedBy, changedFields, decidesOver, hasWindow } from '../../task/state';
import { peopleFor, typingAt, withMention } from '../../task/talk/mention';
import { task } from '../samples';

const FILE = { id: 'f1', name: 'invoice-lisbon.pdf', size: 84_213 };
const voted = (type: string, by: string, detail = {}) => ({
  seq: 1,
  type,
  by,
  at: '2026-01-05T09:00:00Z',
  detail,
});

describe('votes', () => {
  it('stand until they are taken back', () => {
    const yes = { decision: 'approved' };
    const history: Task['history'] = [
      voted('TaskDecided', 'ben', yes),
      voted('TaskDecided', 'eve', { decision: 'rejected' }),
      voted('TaskDecided', 'ann', yes),
      voted('TaskUndone', 'ben', yes),
    ];
    expect(agreedBy(task('t1', '', { history }))).toEqual(['ann']);
  });

  it('may be taken back while their window is open', () => {
    const until = '2026-01-05T09:00:08Z';
    const history = [voted('TaskDecided', 'ann', { decision: 'approved', until })];
    expect(hasWindow(task('t1', '', { history }), 'ann')).toBe(true);
    expect(hasWindow(task('t1', '', { history }), 'ben')).toBe(false);
    expect(hasWindow(task('t1', '', { undo_until: until }), 'ben')).toBe(true);
  });
});

describe('a superuser', () => {
  const admin: Me = me({ username: 'root', is_superuser: true, groups: [] });

  it('decides over those who are asked, unless asked himself or nobody is', () => {
    expect(decidesOver(task('t1', ''), admin)).toBe(true);
    expect(decidesOver(task('t1', '', { users: ['root'] }), admin)).toBe(false);
    expect(decidesOver(task('t1', '', { groups: [] }), admin)).toBe(false);
    expect(decidesOver(task('t1', ''), me())).toBe(false);
  });
});

describe('a proposal', () => {
  it('differs in the fields that were changed, added or emptied', () => {
    const changed = changedFields({ amount: 1500, note: 'x', to: 'a' }, { amount: 1200, to: 'a' });
    expect([...changed]).toEqual([
      ['amount', 1500],
      ['note', 'x'],
    ]);
    expect(changedFields(null, { amount: 1 }).size).toBe(0);
  });
});

describe('files', () => {
  it('are links whether written out or named by a known id', () => {
    const whole = { ...FILE, sha256: 'abc' };
    const kinds = factsOf({ receipt: 'f1', other: 'f2', all: [whole], plain: { id: 'f1' } }, [
      FILE,
    ]);
    expect(kinds.map(({ value }) => value.kind)).toEqual(['files', 'text', 'files', 'facts']);
    expect(kinds[0]?.value).toEqual({ kind: 'files', files: [FILE] });
  });

  it('are found at any depth', () => {
    expect(filesIn({ a: { b: ['f1', 'f2'] }, c: 3 }, [FILE])).toEqual(['f1']);
  });

  it('have sizes that people read', () => {
    expect([12, 84_213, 999_600, 1_234_567].map(sizeWords)).toEqual([
      '12 bytes',
      '84 kB',
      '1 MB',
      '1.2 MB',
    ]);
  });
});

describe('a mention', () => {
  const users = [
    { username: 'maria', name: 'Maria Moreno' },
    { username: 'otto', name: 'Otto Marsh' },
    { username: 'eve', name: '' },
  ];

  it('is being typed behind an @ that begins a word', () => {
    expect(typingAt('Ask @ma', 7)).toEqual({ from: 4, words: 'ma' });
    expect(typingAt('@', 1)).toEqual({ from: 0, words: '' });
    expect(typingAt('a@ma', 4)).toBeNull();
    expect(typingAt('Ask @ma ', 8)).toBeNull();
  });

  it('offers whose name or surname begins so', () => {
    expect(peopleFor(users, 'mar').map(({ username }) => username)).toEqual(['maria', 'otto']);
    expect(peopleFor(users, 'ev').map(({ username }) => username)).toEqual(['eve']);
  });

  it('takes the place of what was typed, with one space behind it', () => {
    const typing = { from: 4, words: 'ma' };
    expect(withMention('Ask @ma today', typing, 'maria')).toEqual({
      value: 'Ask @maria today',
      caret: 11,
    });
  });
});
