/** What differs between two graphs, in the terms people publish in: nodes, lines, and moved cards. */

import { sameJson } from './equal';
import type { Graph, GraphEdge, GraphNode } from './types';

export interface Difference {
  addedNodes: GraphNode[];
  removedNodes: GraphNode[];
  changedNodes: GraphNode[];
  addedEdges: GraphEdge[];
  removedEdges: GraphEdge[];
  changedEdges: GraphEdge[];
  /** Nodes that only stand elsewhere. */
  moved: number;
  /** Whether the notes or the groups differ. */
  drawn: boolean;
}

interface Item {
  id: string;
}

function sorted<T extends Item>(before: readonly T[], after: readonly T[]) {
  const old = new Map(before.map((item) => [item.id, item]));
  const now = new Set(after.map((item) => item.id));
  return {
    added: after.filter((item) => !old.has(item.id)),
    removed: before.filter((item) => !now.has(item.id)),
    kept: after.flatMap((item): [T, T][] => {
      const was = old.get(item.id);
      return was ? [[was, item]] : [];
    }),
  };
}

const meaning = ({ ui: _place, ...rest }: GraphNode): Omit<GraphNode, 'ui'> => rest;

export function difference(before: Graph, after: Graph): Difference {
  const nodes = sorted(before.nodes, after.nodes);
  const edges = sorted(before.edges, after.edges);
  const same = ([was, is]: [GraphNode, GraphNode]) => sameJson(meaning(was), meaning(is));
  return {
    addedNodes: nodes.added,
    removedNodes: nodes.removed,
    changedNodes: nodes.kept.filter((pair) => !same(pair)).map(([, is]) => is),
    addedEdges: edges.added,
    removedEdges: edges.removed,
    changedEdges: edges.kept.filter(([was, is]) => !sameJson(was, is)).map(([, is]) => is),
    moved: nodes.kept.filter((pair) => same(pair) && !sameJson(pair[0].ui, pair[1].ui)).length,
    drawn: !sameJson(before.ui ?? {}, after.ui ?? {}),
  };
}

/** True when anything differs, were it only the place of a card. */
export function differs({ moved, drawn, ...lists }: Difference): boolean {
  return moved > 0 || drawn || Object.values(lists).some((list) => list.length > 0);
}
