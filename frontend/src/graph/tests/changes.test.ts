/** Claims about changes: whatever people do, taking it back gives the very same graph. */

import { describe, expect, it } from 'vitest';
import { aligned, linedUp } from '../arrange/align';
import { applyAll, type Change, invertAll } from '../changes';
import { copy, paste } from '../clipboard';
import { addGroup, groupsOf, setGroup, ungroup } from '../drawn/groups';
import { addNotes, newNote, notesOf, removeNotes, setNote } from '../drawn/notes';
import {
  addNode,
  connect,
  insertOnEdge,
  move,
  newNode,
  remove,
  retitle,
  setEdge,
  setNode,
} from '../edits';
import { extract } from '../extract/extract';
import { extractRefusal } from '../extract/refusal';
import { idsOf } from '../ids';
import { CARD } from '../layout';
import { type Graph, type GraphEdge, type GraphNode, type NodeType, positionOf } from '../types';
import { chance, EXPENSE, TYPES } from './samples';

type Roll = () => number;

function pick<T>(list: readonly T[], roll: Roll): T {
  return list[Math.floor(roll() * list.length)] as T;
}

const GESTURES: ((graph: Graph, roll: Roll) => Change[])[] = [
  (graph, roll) =>
    addNode(graph, newNode(graph, pick([...TYPES.values()], roll), { x: roll() * 900, y: 20 })),
  (graph, roll) => {
    const ends = { source: pick(graph.nodes, roll).id, target: pick(graph.nodes, roll).id };
    return connect(graph, { ...ends, source_handle: null, target_handle: null }, TYPES);
  },
  (graph, roll) => remove(graph, new Set([pick(graph.nodes, roll).id]), new Set()),
  (graph, roll) =>
    remove(graph, new Set(), new Set(graph.edges.filter(() => roll() < 0.5).map((e) => e.id))),
  (graph, roll) => move(graph, new Map([[pick(graph.nodes, roll).id, { x: roll() * 99, y: 7 }]])),
  (graph, roll) => retitle(pick(graph.nodes, roll), `Title ${roll()}`),
  (graph, roll) =>
    setNode(pick(graph.nodes, roll), ['properties', pick(['a', 'b'], roll), 'deep'], roll()),
  (graph, roll) => setNode(pick(graph.nodes, roll), ['properties', 'a'], undefined),
  (graph, roll) => {
    const ids = new Set(graph.nodes.filter(() => roll() < 0.4).map((node) => node.id));
    return paste(graph, copy(graph, ids), { x: 40, y: 40 }, true).changes;
  },
  (graph, roll) => {
    const edge = graph.edges.length > 0 ? pick(graph.edges, roll) : null;
    return edge ? setEdge(edge, 'action', pick(['yes', null], roll)) : [];
  },
  (graph, roll) => {
    const edge = graph.edges.length > 0 ? pick(graph.edges, roll) : null;
    const type = TYPES.get('condition') as NodeType;
    return edge ? insertOnEdge(graph, edge, newNode(graph, type, { x: 0, y: 0 }), type) : [];
  },
  (graph, roll) => addNotes(graph, [newNote(graph, { x: roll() * 99, y: 3 }, `Note ${roll()}`)]),
  (graph, roll) => {
    const note = notesOf(graph)[0];
    return note ? setNote(graph, note.id, { text: `${roll()}`, x: roll() * 50 }) : [];
  },
  (graph, roll) =>
    removeNotes(graph, new Set(notesOf(graph).flatMap(({ id }) => (roll() < 0.5 ? [id] : [])))),
  (graph, roll) => {
    const ids = new Set(graph.nodes.filter(() => roll() < 0.4).map((node) => node.id));
    return addGroup(graph, ids, 'Group');
  },
  (graph, roll) => {
    const group = groupsOf(graph)[0];
    if (!group) return [];
    return roll() < 0.5
      ? ungroup(graph, new Set([group.id]))
      : setGroup(graph, group.id, { collapsed: roll() < 0.5 });
  },
  (graph, roll) => {
    const boxes = graph.nodes.map((node) => ({ id: node.id, ...positionOf(node), ...CARD }));
    return move(graph, roll() < 0.5 ? linedUp(boxes, true) : aligned(boxes, 'middle'));
  },
  (graph, roll) => {
    const ids = new Set(graph.nodes.filter(() => roll() < 0.3).map((node) => node.id));
    return extractRefusal(graph, ids, TYPES) ? [] : extract(graph, ids, 'part', 'Part').changes;
  },
];

describe('changes', () => {
  it('any gesture taken back gives the graph from before, order included', () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const roll = chance(seed);
      let graph = EXPENSE;
      for (let step = 0; step < 25; step += 1) {
        const changes = graph.nodes.length > 1 ? pick(GESTURES, roll)(graph, roll) : [];
        const after = applyAll(graph, changes);
        expect(applyAll(after, invertAll(changes))).toEqual(graph);
        graph = after;
        expect(idsOf(graph.nodes).size).toBe(graph.nodes.length);
        expect(idsOf(graph.edges).size).toBe(graph.edges.length);
      }
    }
  });

  it('deleting a node between two others heals the line', () => {
    const graph = applyAll(EXPENSE, remove(EXPENSE, new Set(['pay', 'tell']), new Set()));
    expect(graph.edges.map((edge) => edge.id)).toEqual(['e1']);
    const longer = applyAll(
      graph,
      connect(
        graph,
        { source: 'review', target: 'review2', source_handle: null, target_handle: null },
        TYPES,
      ),
    );
    const healed = applyAll(longer, remove(longer, new Set(['review']), new Set()));
    expect(healed.edges).toMatchObject([{ source: 'submit', target: 'review2', action: null }]);
  });

  it('a node dropped on a line stands between its ends and keeps the action', () => {
    const type = TYPES.get('template') as NodeType;
    const edge = EXPENSE.edges[1] as GraphEdge;
    const changes = insertOnEdge(EXPENSE, edge, newNode(EXPENSE, type, { x: 0, y: 0 }), type);
    const graph = applyAll(EXPENSE, changes);
    const ends = graph.edges.map(({ source, target, action }) => [source, target, action]);
    expect(ends).toContainEqual(['review', 'template', 'approved']);
    expect(ends).toContainEqual(['template', 'pay', null]);
  });

  it('a new node has a readable id and the values its schema insists on', () => {
    const type = TYPES.get('approval') as NodeType;
    const first: GraphNode = newNode(EXPENSE, type, { x: 1, y: 2 });
    expect(first).toMatchObject({ id: 'approval', title: 'Approval', properties: { quorum: 1 } });
    const graph = applyAll(EXPENSE, addNode(EXPENSE, first));
    expect(newNode(graph, type, { x: 1, y: 2 }).id).toBe('approval_2');
  });
});
