/** Claims about undo and redo: one gesture is one step, with a name. */

import { describe, expect, it } from 'vitest';
import { applyAll } from '../changes';
import { move, retitle, setNode } from '../edits';
import { EMPTY_HISTORY, record, redo, seal, undo } from '../history';
import type { Graph, GraphNode } from '../types';
import { EXPENSE } from './samples';

const review = (graph: Graph): GraphNode => graph.nodes[1] as GraphNode;

function typed(words: readonly string[]) {
  let graph = EXPENSE;
  let history = EMPTY_HISTORY;
  for (const word of words) {
    const changes = retitle(review(graph), word);
    graph = applyAll(graph, changes);
    history = record(history, { name: 'Rename', changes, gesture: 'title/review' });
  }
  return { graph, history };
}

describe('history', () => {
  it('typing in one field is one step', () => {
    const { graph, history } = typed(['M', 'Ma', 'Manager']);
    expect(history.past).toHaveLength(1);
    const back = undo(history);
    expect(back?.name).toBe('Rename');
    expect(applyAll(graph, back?.changes ?? [])).toEqual(EXPENSE);
  });

  it('typing again after the field was left is a second step', () => {
    const { graph, history } = typed(['A']);
    const changes = retitle(review(graph), 'AB');
    const next = record(seal(history), { name: 'Rename', changes, gesture: 'title/review' });
    expect(next.past).toHaveLength(2);
  });

  it('typing back to the old words leaves no step', () => {
    expect(typed(['x', 'review']).history.past).toHaveLength(0);
  });

  it('a drag that ends where it began is no step', () => {
    const changes = move(EXPENSE, new Map([['review', { x: 300, y: 0 }]]));
    expect(record(EMPTY_HISTORY, { name: 'Move', changes }).past).toHaveLength(0);
  });

  it('redo does again what undo took back, until something new is done', () => {
    const changes = setNode(review(EXPENSE), ['properties', 'quorum'], 2);
    const after = applyAll(EXPENSE, changes);
    const back = undo(record(EMPTY_HISTORY, { name: 'Set quorum', changes }));
    const again = redo(back?.history ?? EMPTY_HISTORY);
    expect(applyAll(EXPENSE, again?.changes ?? [])).toEqual(after);
    const other = record(back?.history ?? EMPTY_HISTORY, { name: 'Set quorum', changes });
    expect(redo(other)).toBeNull();
  });

  it('nothing done is nothing to undo', () => {
    expect(undo(EMPTY_HISTORY)).toBeNull();
    expect(redo(EMPTY_HISTORY)).toBeNull();
  });
});
