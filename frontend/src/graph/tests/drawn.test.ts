/** Claims about notes and groups: they live in `ui`, follow copies, and undo leaves no trace of them. */

import { describe, expect, it } from 'vitest';
import { applyAll, type Change, invertAll } from '../changes';
import { copy, fromText, paste, toText } from '../clipboard';
import { difference, differs } from '../diff';
import {
  addGroup,
  forgetEmptied,
  groupIdOf,
  groupsOf,
  membersByGroup,
  setGroup,
  ungroup,
  wholeGroups,
} from '../drawn/groups';
import { addNotes, moveNotes, newNote, notesOf, removeNotes, setNote } from '../drawn/notes';
import { remove, replaceAll } from '../edits';
import { type Graph, readGraph } from '../types';
import { EXPENSE } from './samples';

const noted = applyAll(EXPENSE, addNotes(EXPENSE, [newNote(EXPENSE, { x: 20, y: 40 }, 'Ask Ann')]));
const PAIR = new Set(['pay', 'tell']);
const grouped = applyAll(EXPENSE, addGroup(EXPENSE, PAIR, 'Answers'));
const back = (graph: Graph, changes: Change[]): Graph =>
  applyAll(applyAll(graph, changes), invertAll(changes));

describe('notes', () => {
  it('are read with every part present, also from a file that has only words', () => {
    const graph = readGraph({
      nodes: [],
      edges: [],
      ui: { notes: { n: { text: 'Hi', tone: 'pink' } } },
    });
    expect(notesOf(graph)).toEqual([
      { id: 'n', text: 'Hi', x: 0, y: 0, width: 240, height: 160, tone: 'amber' },
    ]);
    expect(notesOf(graph)[0]).toBe(notesOf(graph)[0]);
  });

  it('every change of a note is taken back whole', () => {
    expect(back(EXPENSE, addNotes(EXPENSE, [newNote(EXPENSE, { x: 0, y: 0 })]))).toEqual(EXPENSE);
    for (const changes of [
      setNote(noted, 'note', { text: 'Ask Ben', tone: 'blue' }),
      moveNotes(noted, new Map([['note', { x: 1, y: 2 }]])),
      removeNotes(noted, new Set(['note'])),
      replaceAll(noted, EXPENSE),
    ]) {
      expect(changes.length).toBeGreaterThan(0);
      expect(back(noted, changes)).toEqual(noted);
    }
    expect(setNote(noted, 'nobody', { text: 'x' })).toEqual([]);
  });

  it('a second note has an id of its own', () => {
    expect(newNote(noted, { x: 0, y: 0 }).id).toBe('note_2');
  });

  it('make the draft differ from what is published', () => {
    expect(differs(difference(EXPENSE, noted))).toBe(true);
    expect(differs(difference(noted, noted))).toBe(false);
  });
});

describe('groups', () => {
  it('hold the nodes that name them', () => {
    expect(groupsOf(grouped)).toEqual([{ id: 'group', title: 'Answers', collapsed: false }]);
    expect([...(membersByGroup(grouped).get('group') ?? [])]).toEqual(['pay', 'tell']);
    expect(wholeGroups(grouped, PAIR)).toHaveLength(1);
    expect(wholeGroups(grouped, new Set(['pay']))).toEqual([]);
  });

  it('every change of a group is taken back whole', () => {
    expect(back(EXPENSE, addGroup(EXPENSE, PAIR, 'Answers'))).toEqual(EXPENSE);
    for (const changes of [
      setGroup(grouped, 'group', { collapsed: true }),
      ungroup(grouped, new Set(['group'])),
      addGroup(grouped, new Set(['pay', 'review']), 'Other'),
      [...forgetEmptied(grouped, PAIR), ...remove(grouped, PAIR, new Set())],
    ]) {
      expect(changes.length).toBeGreaterThan(0);
      expect(back(grouped, changes)).toEqual(grouped);
    }
  });

  it('leave with their last node, and the nodes stay when only the frame goes', () => {
    expect(groupsOf(applyAll(grouped, forgetEmptied(grouped, PAIR)))).toEqual([]);
    const free = applyAll(grouped, ungroup(grouped, new Set(['group'])));
    expect(free.nodes).toEqual(EXPENSE.nodes);
    expect(groupsOf(free)).toEqual([]);
  });
});

describe('the clipboard', () => {
  it('carries notes and whole groups as text, and gives them new ids', () => {
    const both = applyAll(grouped, addNotes(grouped, [newNote(grouped, { x: 20, y: 40 }, 'Hi')]));
    const clip = copy(both, PAIR, new Set(['note']));
    const read = fromText(toText(clip));
    expect(read).toEqual(clip);
    const { changes, notes } = paste(both, clip, { x: 40, y: 40 });
    const after = applyAll(both, changes);
    expect(notes).toEqual(['note_2']);
    expect(notesOf(after)[1]).toMatchObject({ text: 'Hi', x: 60, y: 80 });
    expect(groupsOf(after).map(({ id }) => id)).toEqual(['group', 'group_2']);
    expect(membersByGroup(after).get('group_2')).toEqual(['pay_2', 'tell_2']);
    expect(applyAll(after, invertAll(changes))).toEqual(both);
  });

  it('a copy of a part of a group belongs to none', () => {
    const { changes } = paste(grouped, copy(grouped, new Set(['pay'])), { x: 40, y: 40 });
    const after = applyAll(grouped, changes);
    const copied = after.nodes.find(({ id }) => id === 'pay_2');
    expect(copied && groupIdOf(copied, after)).toBeNull();
  });
});
