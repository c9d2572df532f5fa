// Claims about finding: nodes by words, ends of a line, recent types, and actions by their names.
import { describe, expect, it, vi } from 'vitest';
import { TYPES } from '../../graph/tests/samples';
import { commandsOf } from '../actions/commands';
import { ACTIONS, actionOf, cancelOne, openQuickAdd } from '../actions/list';
import { addNoteHere, drawingOf } from '../notes/edits';
import { namedFirst, toggled, withUsed } from '../palette/useAtHand';
import { findEnds } from '../search/ends';
import { searchGraph } from '../search/find';
import type { View } from '../state/view';
import { deskWith } from './world';

describe('finding', () => {
  it('searches titles, types, settings and notes, the best first', () => {
    const { session } = deskWith();
    addNoteHere(session);
    drawingOf(session).writeNote('note', 'Payment by Friday');
    const hits = (query: string) =>
      searchGraph(session.graph.get(), TYPES, query).map(({ kind, id }) => `${kind} ${id}`);
    expect(hits('pay')).toEqual(['node pay', 'note note']);
    expect(hits('approval')).toEqual(['node review']);
    expect(hits('  ')).toEqual([]);
    expect(hits('nowhere')).toEqual([]);
  });

  it('offers where a line can end, and says why it cannot', () => {
    const { session } = deskWith();
    expect(findEnds(session, 'tell', '').map(({ label: name }) => name)).toEqual(['review', 'pay']);
    const [first] = findEnds(session, 'tell', 'amount');
    expect(first).toMatchObject({ label: 'pay › Amount' });
    expect(first?.refused).toMatch(/needs a number/);
  });
});

describe('nodes at hand', () => {
  it('are liked, and liked no longer, without moving the others', () => {
    const liked = ['wait', 'pay', 'input'].reduce(toggled, [] as string[]);
    expect(liked).toEqual(['wait', 'pay', 'input']);
    expect(toggled(liked, 'pay')).toEqual(['wait', 'input']);
  });

  it('stand first, the newest before the others, and none twice', () => {
    const types = [...TYPES.values()];
    const recent = withUsed(withUsed(withUsed([], 'wait'), 'pay'), 'wait');
    expect(recent).toEqual(['wait', 'pay']);
    const ordered = namedFirst(types, [...recent, 'gone']).map(({ type }) => type);
    expect(ordered.slice(0, 3)).toEqual(['wait', 'pay', 'input']);
    expect(ordered).toHaveLength(types.length);
  });
});

describe('actions and commands', () => {
  it('no two actions share a key, and each has a name of its own', () => {
    const keys = ACTIONS.flatMap((action) => action.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(actionOf('Group').keys).toEqual(['Mod+G']);
    expect(() => actionOf('Nothing')).toThrow();
  });

  it('the commands say when they need a selection, and do nothing then', () => {
    const { session } = deskWith();
    const save = vi.fn();
    const find = (name: string) =>
      commandsOf(session, { 'Mod+S': save }).find((command) => command.label === name);
    expect(find('Align')?.description).toMatch(/selection/);
    find('Align')?.run();
    expect(session.history.get().past).toEqual([]);
    session.select(['pay', 'tell']);
    expect(find('Align')?.description).toBeUndefined();
    find('Align')?.run();
    find('Save now')?.run();
    expect(save).toHaveBeenCalledOnce();
    expect(find('review')?.group).toBe('Go to a node');
    find('review')?.run();
    expect(session.soleNode()?.id).toBe('review');
  });

  it('N on a selected step connects what is chosen to it', () => {
    const { session } = deskWith();
    const flow = { x: 320, y: 0 };
    session.view = {
      centre: () => ({ x: 0, y: 0 }),
      centreOnScreen: () => ({ x: 0, y: 0 }),
      besideNode: () => flow,
    } as unknown as View;
    session.select(['review']);
    openQuickAdd(session);
    const from = { node: 'review', handle: null, side: 'out' };
    expect(session.quickAdd.get()).toMatchObject({ flow, from });
  });

  it('N on a selected line puts the node there; Escape closes one thing at a time', () => {
    const { session } = deskWith();
    session.view = {
      centre: () => ({ x: 0, y: 0 }),
      centreOnScreen: () => ({ x: 0, y: 0 }),
    } as unknown as View;
    session.select([], ['e2']);
    openQuickAdd(session);
    expect(session.quickAdd.get()?.edge).toBe('e2');
    session.menu.set({ screen: { x: 0, y: 0 }, onCanvas: true });
    cancelOne(session);
    expect(session.menu.get()).toBeNull();
    cancelOne(session);
    expect(session.quickAdd.get()).toBeNull();
    cancelOne(session);
    expect(session.selection.get().edges.size).toBe(0);
  });
});
