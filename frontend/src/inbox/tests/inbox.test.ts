// The pure parts of the inbox: due words, facts, boxes, shortcuts.
import { describe, expect, it } from 'vitest';
import type { TaskSummary } from '../../api/types';
import {
  addressOf,
  boxAddress,
  changed,
  decisionOf,
  filterOf,
  neighbour,
  nextTask,
  placeIn,
  readBox,
  readState,
} from '../boxes';
import { factsOf } from '../facts/readFacts';
import { dueWords } from '../list/due';
import { type KeyPress, shortcutOf } from '../shortcuts';

const now = new Date(2026, 0, 5, 10, 0).getTime();
const hours = (count: number) => new Date(now + count * 3_600_000).toISOString();
const due = (left: number, age = 1) => dueWords(hours(left), hours(-age), now);

describe('a due date', () => {
  it('reads in one unit, with the day when it is not today', () => {
    expect(due(2).words).toBe('due in 2 h');
    expect(due(0.1).words).toBe('due in 6 min');
    expect(due(25).words).toBe('due tomorrow');
    expect(due(48).words).toBe('due Wed');
    expect(due(24 * 20).words).toBe('due 25 Jan');
    expect(due(-3.2).words).toBe('3 h overdue');
    expect(due(-49).words).toBe('2 days overdue');
  });

  it('is calm, then soon from 75 % of the time on, then overdue', () => {
    expect([due(5, 5).level, due(1, 3).level, due(-1).level]).toEqual(['calm', 'soon', 'overdue']);
  });
});

describe('facts', () => {
  const shown = (subject: Parameters<typeof factsOf>[0]) =>
    factsOf(subject).map(({ label, value }) => [label, 'text' in value ? value.text : value.kind]);

  it('have readable labels and localised numbers, dates and answers', () => {
    expect(
      shown({
        cost_centre: '4711',
        amount: 12500.5,
        urgent: true,
        start: '2026-02-03',
        note: null,
      }),
    ).toEqual([
      ['Cost centre', '4711'],
      ['Amount', '12,500.5'],
      ['Urgent', 'Yes'],
      ['Start', '3 February 2026'],
      ['Note', 'none'],
    ]);
  });

  it('join a currency with its amount', () => {
    expect(shown({ amount: 1500, currency: 'EUR' })).toEqual([['Amount', '€1,500.00']]);
  });

  it('do not count an identifier in thousands', () => {
    expect(shown({ order_id: 20931, items: 20931 })).toEqual([
      ['Order id', '20931'],
      ['Items', '20,931'],
    ]);
  });

  it('show lists of objects as a table and objects inside objects as facts', () => {
    const [lines, person] = factsOf({
      lines: [{ item_name: 'Pen', qty: 2 }],
      person: { name: 'A' },
    });
    expect(lines?.value).toEqual({
      kind: 'table',
      columns: ['Item name', 'Qty'],
      rows: [['Pen', '2']],
    });
    expect(person?.value.kind).toBe('facts');
  });

  it('link only to web addresses', () => {
    const kinds = factsOf({ a: 'https://example.org/x', b: 'javascript:alert(1)' }).map(
      ({ value }) => value.kind,
    );
    expect(kinds).toEqual(['link', 'text']);
  });

  it('are none without a subject, and one without a label for a bare value', () => {
    expect(factsOf(null)).toEqual([]);
    expect(shown('Just text')).toEqual([['', 'Just text']]);
  });
});

const task = (id: string, patch: Partial<TaskSummary> = {}) =>
  ({ id, state: 'open', users: [], claimed_by: null, ...patch }) as TaskSummary;

describe('boxes', () => {
  const at = (query: string) => new URLSearchParams(query);

  it('have addresses that lead back to them', () => {
    const address = addressOf(at('box=done&q=lisbon'), 't1');
    expect(address).toBe('/inbox/t1?box=done&q=lisbon');
    expect(readBox(new URL(address, 'http://x').searchParams)).toBe('done');
    expect([boxAddress('mine'), boxAddress('team'), readBox(at('box=nonsense'))]).toEqual([
      '/inbox',
      '/inbox?box=team',
      'mine',
    ]);
  });

  it('ask the server what their address says', () => {
    expect(filterOf(at(''))).toEqual({ box: 'mine', state: 'recent', order: 'due' });
    expect(filterOf(at('box=done'))).toEqual({ box: 'mine', state: 'done', order: 'decided' });
    const dashboards = 'box=all&state=done&decided_after=2026-01-05&late=true&order=oldest';
    expect(filterOf(at(dashboards))).toEqual(Object.fromEntries(at(dashboards)));
    expect(filterOf(at('priority=high&utm=1&state=odd'))).toEqual({
      box: 'mine',
      state: 'recent',
      order: 'due',
      priority: 'high',
    });
    expect(readState(at('box=all'))).toBe('open');
  });

  it('change one parameter and keep the others', () => {
    const next = changed(at('box=team&q=a'), { q: null, kind: 'form' });
    expect(next.toString()).toBe('box=team&kind=form');
  });

  it('go on with the task below, at the end with the one above', () => {
    const tasks = [task('a'), task('b'), task('c')];
    expect([nextTask(tasks, 'a'), nextTask(tasks, 'c'), nextTask([task('a')], 'a')]).toEqual([
      'b',
      'b',
      undefined,
    ]);
    const over = task('b', { state: 'withdrawn' });
    expect(nextTask([task('a'), over, task('c')], 'a')).toBe('c');
    expect(nextTask(tasks, 'a', new Set(['a', 'b']))).toBe('c');
    expect([
      neighbour(tasks, 'b', 1),
      neighbour(tasks, 'a', -1),
      neighbour(tasks, undefined, 1),
    ]).toEqual(['c', undefined, 'a']);
  });

  it('counts a task as the head of the list does', () => {
    const tasks = [task('over', { state: 'withdrawn' }), task('a'), task('b')];
    expect(placeIn(tasks, 'b', false)).toEqual([2, 2]);
    expect(placeIn(tasks, 'over', false)).toBeNull();
    expect(placeIn(tasks, 'over', true)).toEqual([1, 3]);
  });
});

describe('shortcuts', () => {
  const press = (key: string, patch: Partial<KeyPress> = {}): KeyPress => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    isComposing: false,
    ...patch,
  });

  it('work while the list has the focus', () => {
    expect(['j', 'K', 'a', '/', 'Enter'].map((key) => shortcutOf(press(key), false))).toEqual([
      'next',
      'previous',
      'approve',
      'search',
      'open',
    ]);
  });

  it('leave a field alone, but for leaving it and submitting', () => {
    expect(['a', 'Enter', '/'].map((key) => shortcutOf(press(key), true))).toEqual([
      null,
      null,
      null,
    ]);
    expect(shortcutOf(press('Enter', { ctrlKey: true }), true)).toBe('submit');
    expect(shortcutOf(press('Escape'), true)).toBe('back');
  });

  it('know both ways to write @, and take Ctrl+Z outside of fields alone', () => {
    expect(shortcutOf(press('@'), false)).toBe('delegate');
    expect(shortcutOf(press('@', { altKey: true, ctrlKey: true }), false)).toBe('delegate');
    expect(shortcutOf(press('z', { ctrlKey: true }), false)).toBe('undo');
    expect(shortcutOf(press('z', { ctrlKey: true }), true)).toBeNull();
    expect(shortcutOf(press('X', { shiftKey: true }), false)).toBe('range');
  });

  it('are no single keys for who has switched them off', () => {
    const off = (key: string, patch = {}) => shortcutOf(press(key, patch), false, false);
    expect(['a', '?', '@', 'X'].map((key) => off(key))).toEqual([null, null, null, null]);
    expect([off('Enter', { ctrlKey: true }), off('Escape')]).toEqual(['submit', 'back']);
  });

  it('take no key of the browser and none of a text being composed', () => {
    expect(shortcutOf(press('r', { ctrlKey: true }), false)).toBeNull();
    expect(shortcutOf(press('a', { isComposing: true }), false)).toBeNull();
  });
});

describe('what became of a task', () => {
  it('is its decision, unless that was overtaken while it could be taken back', () => {
    const of = (state: TaskSummary['state']) =>
      decisionOf(task('t', { state, decision: 'approved' }));
    expect(of('decided')).toBe('approved');
    expect(of('expired')).toBe('approved');
    expect(of('withdrawn')).toBeNull();
    expect(of('superseded')).toBeNull();
  });
});
