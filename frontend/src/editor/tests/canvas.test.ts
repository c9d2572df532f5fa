// Claims about the canvas: each command is one named step that undo takes back, and a drag settles.
import { describe, expect, it } from 'vitest';
import { foldedIn, foldLines, frameNodes, noteNodes } from '../../canvas/drawn/drawn';
import { flowEdges, flowNodes } from '../../canvas/flow';
import { wordsOf } from '../../canvas/line/ActionPill';
import { groupsOf } from '../../graph/drawn/groups';
import { notesOf } from '../../graph/drawn/notes';
import { isBypassed } from '../../graph/edits';
import { EXPENSE, TYPES } from '../../graph/tests/samples';
import { type NodeType, positionOf } from '../../graph/types';
import { dragged, settleOn } from '../flow/dragged';
import {
  addNoteHere,
  drawingOf,
  groupSelection,
  unfoldFor,
  ungroupSelection,
} from '../notes/edits';
import { align, distribute, lineUp } from '../state/arrange';
import { toggleBypass } from '../state/bypass';
import {
  addOnEdge,
  copySelection,
  deleteSelection,
  duplicate,
  nudge,
  pasteClip,
  selectAll,
} from '../state/edit';
import type { EditorSession } from '../state/session';
import type { View } from '../state/view';
import { deskWith } from './world';

const none = new Set<string>();
const label = () => '';

function names(session: EditorSession): string[] {
  return session.history.get().past.map((step) => step.name);
}

/** Does a command and takes it back: one step of that name, and the graph is as it was. */
function once(command: (session: EditorSession) => void, name: string, ids = ['pay', 'tell']) {
  const { session } = deskWith();
  session.select(ids);
  command(session);
  expect(names(session)).toEqual([name]);
  expect(session.graph.get()).not.toEqual(EXPENSE);
  session.undo();
  expect(session.graph.get()).toEqual(EXPENSE);
}

describe('each command is one step', () => {
  it('aligning, spacing, distributing', () => {
    once((s) => align(s, 'top'), 'Align');
    once((s) => lineUp(s, false), 'Align', ['submit', 'review', 'pay']);
    once((s) => lineUp(s, true), 'Align and space', ['submit', 'review', 'pay']);
    once((s) => distribute(s, 'x'), 'Distribute', ['submit', 'review', 'pay', 'tell']);
  });

  it('notes and groups', () => {
    once(addNoteHere, 'Add note');
    once(groupSelection, 'Group 2 nodes');
  });

  it('bypassing, and no longer', () => {
    once(toggleBypass, 'Bypass 2 nodes');
    const { session } = deskWith();
    session.select(['submit', 'pay']);
    toggleBypass(session);
    expect(
      session.graph
        .get()
        .nodes.filter(isBypassed)
        .map(({ id }) => id),
    ).toEqual(['pay']);
    toggleBypass(session);
    expect(session.graph.get()).toEqual(EXPENSE);
  });

  it('what is aligned already makes no step', () => {
    const { session } = deskWith();
    session.select(['submit', 'review']);
    lineUp(session, false);
    expect(names(session)).toEqual([]);
  });

  it('insert on a line, and delete heals it', () => {
    const { session } = deskWith();
    addOnEdge(session, TYPES.get('template') as NodeType, { x: 450, y: 0 }, 'e2');
    deleteSelection(session);
    expect(session.graph.get()).toEqual(EXPENSE);
    expect(names(session)).toEqual(['Insert Template', 'Delete node']);
  });
});

describe('notes', () => {
  it('are written, coloured, moved with what else is selected, copied and deleted', () => {
    const { session } = deskWith();
    addNoteHere(session);
    expect(session.writing.get()).toBe('note');
    const drawing = drawingOf(session);
    drawing.writeNote('note', 'Ask Ann');
    drawing.toneNote('note', 'blue');
    drawing.resizeNote('note', { x: 0, y: 20, width: 300.4, height: 90 });
    expect(notesOf(session.graph.get())[0]).toMatchObject({
      text: 'Ask Ann',
      tone: 'blue',
      width: 300,
    });
    session.select(['pay'], [], ['note']);
    nudge(session, 1, 0);
    expect(notesOf(session.graph.get())[0]?.x).toBe(20);
    duplicate(session);
    expect([...session.selection.get().notes]).toEqual(['note_2']);
    deleteSelection(session);
    expect(session.selection.get().notes.size).toBe(0);
    expect(notesOf(session.graph.get())).toHaveLength(1);
  });

  it('everything selects them too, and a note alone can be pasted in another workflow', () => {
    const { session } = deskWith();
    addNoteHere(session);
    selectAll(session);
    expect([...session.selection.get().notes]).toEqual(['note']);
    session.select([], [], ['note']);
    const clip = copySelection(session);
    const { session: other } = deskWith();
    if (clip) pasteClip(other, clip);
    expect(notesOf(other.graph.get())).toHaveLength(1);
  });
});

describe('pasting', () => {
  it('twice at one place does not hide the first', () => {
    const { session } = deskWith();
    session.view = {
      pointer: () => ({ x: 100, y: 400 }),
      sizes: () => new Map(),
    } as unknown as View;
    session.select(['pay']);
    const clip = copySelection(session);
    if (!clip) throw new Error('nothing was copied');
    pasteClip(session, clip);
    pasteClip(session, clip);
    const places = session.graph.get().nodes.slice(-2).map(positionOf);
    expect(places).toEqual([
      { x: 100, y: 400 },
      { x: 140, y: 440 },
    ]);
  });
});

describe('groups', () => {
  const folded = () => {
    const { session } = deskWith();
    session.select(['pay', 'tell']);
    groupSelection(session);
    drawingOf(session).foldGroup('group', true);
    return session;
  };

  it('fold to one card where their lines then end', () => {
    const graph = folded().graph.get();
    const lines = foldLines(flowEdges([], graph, none), foldedIn(graph));
    expect(lines.map(({ source, target }) => `${source}>${target}`)).toEqual([
      'submit>review',
      'review>group:group',
    ]);
    const [, both] = lines;
    const actions = [both?.data, ...(both?.data?.also ?? [])].map((line) => line?.edge.action);
    expect(actions).toEqual(['approved', 'rejected']);
    const [frame] = frameNodes(flowNodes([], graph, none, label), graph);
    expect(frame).toMatchObject({ id: 'group:group', width: 224, position: { x: 600, y: -60 } });
    const open = frameNodes(flowNodes([], graph, none, label), graph, true)[0];
    expect(open?.height).toBeGreaterThan(200);
  });

  it('keep of lines that then lie upon each other which is an else and which the only way', () => {
    const { session } = deskWith();
    session.select(['submit', 'review']);
    groupSelection(session);
    drawingOf(session).foldGroup('group', true);
    const graph = session.graph.get();
    const [first] = graph.edges;
    if (!first) throw new Error('the sample has lines');
    const way = { ...first, id: 'way', source: 'submit', target: 'pay' };
    const edges = [...graph.edges, way];
    const [both] = foldLines(flowEdges([], { ...graph, edges }, none), foldedIn(graph)).filter(
      ({ target }) => target === 'pay',
    );
    const told = [both?.data, ...(both?.data?.also ?? [])].map((line) => line && wordsOf(line));
    expect(told).toEqual(['approved', 'any result']);
  });

  it('unfold when one of their nodes is looked for, and go on Ctrl+Shift+G', () => {
    const session = folded();
    unfoldFor(session, ['tell']);
    expect(groupsOf(session.graph.get())[0]?.collapsed).toBe(false);
    ungroupSelection(session);
    expect(groupsOf(session.graph.get())).toEqual([]);
  });

  it('a frame that is dragged takes its nodes along', () => {
    const session = folded();
    const graph = session.graph.get();
    const cards = flowNodes([], graph, none, label);
    const frames = frameNodes(cards, graph);
    const drag = {
      type: 'position' as const,
      id: 'group:group',
      position: { x: 700, y: 40 },
      dragging: true,
    };
    const { moved } = settleOn([drag], { cards, notes: [], frames }, 1);
    expect(moved).toEqual([
      expect.objectContaining({ id: 'pay', position: { x: 700, y: 40 } }),
      expect.objectContaining({ id: 'tell', position: { x: 700, y: 160 } }),
    ]);
    const ends = dragged(frames, { cards, notes: [], frames });
    expect([...ends.keys()]).toEqual(['pay', 'tell']);
  });
});

describe('dragging', () => {
  it('settles on the line of another card and shows it', () => {
    const cards = flowNodes([], EXPENSE, none, label);
    const drag = {
      type: 'position' as const,
      id: 'pay',
      position: { x: 640, y: 4 },
      dragging: true,
    };
    const { moved, guides } = settleOn([drag], { cards, notes: [], frames: [] }, 1);
    expect(moved[0]).toMatchObject({ position: { x: 640, y: 0 } });
    expect(guides.some(({ axis, at }) => axis === 'y' && at === 29)).toBe(true);
  });

  it('a note that did not change is not drawn anew', () => {
    const { session } = deskWith();
    addNoteHere(session);
    const graph = session.graph.get();
    const before = noteNodes([], graph, none);
    expect(noteNodes(before, graph, none)[0]).toBe(before[0]);
    expect(noteNodes(before, graph, new Set(['note']))[0]).not.toBe(before[0]);
  });
});

describe('history', () => {
  it('goes to any step and comes back', () => {
    const { session } = deskWith();
    session.select(['pay']);
    for (const x of [1, 2, 3]) {
      session.seal();
      nudge(session, x, 0);
    }
    const last = session.graph.get();
    session.travelTo(0);
    expect(session.graph.get()).toEqual(EXPENSE);
    session.travelTo(3);
    expect(session.graph.get()).toEqual(last);
    session.travelTo(99);
    expect(session.graph.get()).toEqual(last);
  });
});
