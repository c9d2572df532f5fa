// The history of a task as sentences, for every kind of event that the server gives.
import { describe, expect, it } from 'vitest';
import type { JsonObject, Task } from '../../../api/types';
import { historyOf } from '../../task/talk/history';
import { task } from '../samples';

const NAMES: Record<string, string> = { ann: 'Ann Lee', ben: 'Ben Ode', alice: 'Alice Wong' };
const nameOf = (name: string) => NAMES[name] ?? name;

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 9, 0, second)).toISOString();
const entry = (seq: number, type: string, by: string | null, detail: JsonObject = {}) => ({
  seq,
  type: `Task${type}`,
  by,
  at: at(seq),
  detail,
});

const told = (history: Task['history'], patch: Partial<Task> = {}) =>
  historyOf(task('t1', 'Pay?', { history, ...patch }), nameOf);
const sentence = (type: string, by: string | null, detail: JsonObject = {}, patch = {}) =>
  told([entry(1, type, by, detail)], patch)[0]?.title;

describe('the history', () => {
  it('has a sentence for every kind of event', () => {
    const until = new Date(2026, 0, 5, 14, 5).toISOString();
    const sentences = [
      sentence('Created', null),
      sentence('Created', null, { replaces: 't0' }),
      sentence('Claimed', 'ann'),
      sentence('Claimed', 'ann', { until }),
      sentence('Released', 'ann'),
      sentence('Released', null, { auto: true }),
      sentence('Delegated', 'ann', { to: 'ben' }),
      sentence('Commented', 'ann', { text: 'ok' }),
      sentence('Commented', 'alice', { text: 'it was', answers: true }),
      sentence('InfoRequested', 'ann', { to: 'alice', text: 'Which hotel?' }),
      sentence('Reminded', null, { kind: 'soon' }),
      sentence('Reminded', null, { kind: 'overdue' }),
      sentence('Reminded', null, { kind: 'again' }),
      sentence('Reminded', 'alice', { kind: 'nudge' }),
      sentence('Prioritised', 'ann', { priority: 2 }),
      sentence('Undone', 'ann', { decision: 'approved' }),
      sentence('Escalated', null, { groups: ['board'] }),
      sentence('Escalated', 'ann', { users: ['ben'] }),
      sentence('Escalated', 'ann', { users: [], groups: [] }),
      sentence('Whatever', 'ann'),
    ];
    expect(sentences).toEqual([
      'Alice Wong asked',
      'Alice Wong asked anew',
      'Ann Lee took it',
      'Ann Lee took it until 14:05',
      'Ann Lee gave it back',
      'It is free again: the time to decide was over',
      'Ann Lee handed it to Ben Ode',
      'Ann Lee wrote',
      'Alice Wong answered',
      'Ann Lee asked Alice Wong for information',
      'A reminder went out: it is due soon',
      'A reminder went out: it is overdue',
      'A reminder went out',
      'Alice Wong reminded those who are asked',
      'Ann Lee set the priority to urgent',
      'Ann Lee took the decision back',
      'It was passed on to board',
      'Ann Lee passed it on to Ben Ode',
      'It was handed to whoever looks after the workflows',
      'Something about it changed',
    ]);
  });

  it('tells of decisions for whom, over whom and by which way', () => {
    const one = (detail: JsonObject, patch = {}) =>
      sentence('Decided', 'ann', { decision: 'approved', ...detail }, patch);
    expect([
      one({}),
      one({}, { quorum: 2 }),
      one({ for: 'ben' }),
      one({ override: true }),
      one({ via: 'e-mail' }),
    ]).toEqual([
      'Ann Lee: approved',
      'Ann Lee agreed',
      'Ann Lee: approved, for Ben Ode',
      'Ann Lee: approved, over those who were asked',
      'Ann Lee: approved, by e-mail',
    ]);
  });

  it('gathers reminders that follow one another', () => {
    const lines = told([
      entry(1, 'Created', null),
      entry(2, 'Reminded', null, { kind: 'soon' }),
      entry(3, 'Reminded', null, { kind: 'overdue' }),
      entry(4, 'Reminded', 'alice', { kind: 'nudge' }),
    ]);
    expect(lines.map(({ title }) => title)).toEqual([
      'Alice Wong reminded those who are asked',
      '2 reminders went out',
      'Alice Wong asked',
    ]);
  });

  it('brings along what was said, who is mentioned and which files came', () => {
    const file = { id: 'f1', name: 'bill.pdf', size: 84_000, sha256: 'x' };
    const detail = { text: 'See @ben', mentions: ['ben'], attachments: [file] };
    expect(told([entry(1, 'Commented', 'ann', detail)])[0]).toMatchObject({
      quote: 'See @ben',
      mentions: ['ben'],
      files: [{ id: 'f1', name: 'bill.pdf', size: 84_000 }],
    });
  });

  it('ends with what became of it without a decision', () => {
    const patch = { state: 'expired' as const, closed_at: at(9) };
    expect(told([entry(1, 'Created', null)], patch).map(({ title }) => title)).toEqual([
      'The time ran out',
      'Alice Wong asked',
    ]);
  });
});
