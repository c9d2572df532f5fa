// Claims about gestures: each is one named step, and what it leaves is selected.
import { describe, expect, it } from 'vitest';
import { EXPENSE, TYPES } from '../../graph/tests/samples';
import type { NodeType } from '../../graph/types';
import { nameOf } from '../actions/keys';
import { reach, step } from '../actions/walk';
import { find, grouped, score } from '../palette/fuzzy';
import {
  add,
  autoLayout,
  chooseAction,
  connectPorts,
  copySelection,
  deleteSelection,
  duplicate,
  nudge,
  pasteClip,
} from '../state/edit';
import { deskWith } from './world';

const link = (source: string, target: string, target_handle: string | null = null) => ({
  source,
  target,
  source_handle: null,
  target_handle,
});

describe('gestures', () => {
  it('a node added from a port comes connected, in one step', () => {
    const { session } = deskWith();
    const from = { node: 'pay', handle: null, side: 'out' as const };
    add(session, TYPES.get('template') as NodeType, { x: 900, y: 0 }, from);
    expect(session.soleNode()?.id).toBe('template');
    expect(session.graph.get().edges.at(-1)).toMatchObject({ source: 'pay', target: 'template' });
    session.undo();
    expect(session.graph.get()).toEqual(EXPENSE);
  });

  it('each gesture is one step with a name, and undo takes them back one by one', () => {
    const { session } = deskWith();
    session.select(['review', 'pay']);
    duplicate(session);
    nudge(session, 1, 0);
    nudge(session, 1, 0);
    deleteSelection(session);
    chooseAction(session, 'e2', 'timeout');
    autoLayout(session);
    const names = session.history.get().past.map((done) => done.name);
    expect(names).toEqual([
      'Duplicate 2 nodes',
      'Move',
      'Delete 2 nodes',
      'Choose action',
      'Tidy up',
    ]);
    for (const _ of names) session.undo();
    expect(session.graph.get()).toEqual(EXPENSE);
  });

  it('pasting selects the copies', () => {
    const { session } = deskWith();
    session.select(['review', 'pay']);
    const clip = copySelection(session);
    if (clip) pasteClip(session, clip);
    expect([...session.selection.get().nodes]).toEqual(['review_2', 'pay_2']);
  });

  it('a refused connection changes nothing and gives the sentence', () => {
    const { session } = deskWith();
    expect(connectPorts(session, link('tell', 'pay', 'amount'))).toMatch(/needs a number/);
    expect(session.history.get().past).toHaveLength(0);
    expect(connectPorts(session, link('review', 'tell', 'values'))).toBeNull();
  });

  it('what is deleted is no longer selected', () => {
    const { session } = deskWith();
    session.select(['pay'], ['e1']);
    deleteSelection(session);
    expect(session.selection.get().nodes.size + session.selection.get().edges.size).toBe(0);
  });
});

describe('keyboard', () => {
  it('arrows follow lines and walk between siblings', () => {
    expect(step(EXPENSE, 'submit', 'right')).toBe('review');
    expect(step(EXPENSE, 'review', 'right')).toBe('pay');
    expect(step(EXPENSE, 'pay', 'down')).toBe('tell');
    expect(step(EXPENSE, 'tell', 'up')).toBe('pay');
    expect(step(EXPENSE, 'pay', 'left')).toBe('review');
    expect(step(EXPENSE, 'submit', 'left')).toBeNull();
  });

  it('everything upstream or downstream can be selected', () => {
    expect([...reach(EXPENSE, 'review', 'down')].sort()).toEqual(['pay', 'review', 'tell']);
    expect([...reach(EXPENSE, 'tell', 'up')].sort()).toEqual(['review', 'submit', 'tell']);
  });

  it('keys have one name whatever the case', () => {
    const press = (init: KeyboardEventInit) => nameOf(new KeyboardEvent('keydown', init));
    expect(press({ key: 'z', ctrlKey: true })).toBe('Mod+Z');
    expect(press({ key: 'Z', ctrlKey: true, shiftKey: true })).toBe('Mod+Shift+Z');
    expect(press({ key: '+', shiftKey: true })).toBe('+');
    expect(press({ key: 'ArrowUp', altKey: true, shiftKey: true })).toBe('Alt+Shift+ArrowUp');
  });
});

describe('palette', () => {
  it('finds by the beginning, by a word, by letters in order, and not at all', () => {
    expect(score('app', 'Approval')).toBeGreaterThan(score('app', 'Map pins'));
    expect(score('wfe', 'Wait for event')).toBeGreaterThan(0);
    expect(score('xyz', 'Approval')).toBe(0);
  });

  it('finds node types by title first and groups them as people look for them', () => {
    expect(find(TYPES.values(), 'appr')[0]?.type).toBe('approval');
    expect(grouped(TYPES.values())[0]?.[0]).toBe('People');
  });
});
