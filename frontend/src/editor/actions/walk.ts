// Walking the graph by keyboard: along lines with left and right, between siblings with up and down.
import { type Graph, positionOf } from '../../graph/types';

export type Direction = 'left' | 'right' | 'up' | 'down';

function byHeight(graph: Graph, ids: readonly string[]): string[] {
  const nodes = graph.nodes.filter((node) => ids.includes(node.id));
  return nodes.sort((a, b) => positionOf(a).y - positionOf(b).y).map((node) => node.id);
}

function column(graph: Graph, id: string): string[] {
  const before = graph.edges.filter((edge) => edge.target === id).map((edge) => edge.source);
  const siblings = graph.edges
    .filter((edge) => before.includes(edge.source))
    .map((edge) => edge.target);
  if (siblings.length > 1) return byHeight(graph, siblings);
  const entries = graph.nodes.map((node) => node.id);
  return byHeight(graph, entries);
}

/** The node to go to from `id`, or null at an end. */
export function step(graph: Graph, id: string, direction: Direction): string | null {
  if (direction === 'left' || direction === 'right') {
    const onwards = direction === 'right';
    const ends = graph.edges
      .filter((edge) => (onwards ? edge.source : edge.target) === id)
      .map((edge) => (onwards ? edge.target : edge.source));
    return byHeight(graph, ends).find((end) => end !== id) ?? null;
  }
  const list = column(graph, id);
  return list[list.indexOf(id) + (direction === 'down' ? 1 : -1)] ?? null;
}

/** Everything that leads to `id`, or that it leads to, itself included. */
export function reach(graph: Graph, id: string, direction: 'up' | 'down'): Set<string> {
  const found = new Set([id]);
  const queue = [id];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const edge of graph.edges) {
      const [from, to] =
        direction === 'down' ? [edge.source, edge.target] : [edge.target, edge.source];
      if (from === next && !found.has(to)) {
        found.add(to);
        queue.push(to);
      }
    }
  }
  return found;
}
