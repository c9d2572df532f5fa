/** A graph as a list: steps in the order in which a run reaches them, each with the lines that leave it. */

import { type Graph, type GraphEdge, type GraphNode, positionOf } from './types';

export interface OutlineStep {
  node: GraphNode;
  /** How many branchings lie before it, for indenting. */
  depth: number;
  lines: GraphEdge[];
}

const byPlace = (a: GraphNode, b: GraphNode): number => {
  const [p, q] = [positionOf(a), positionOf(b)];
  return p.x - q.x || p.y - q.y;
};

/** Depth first along the lines, a branch at a time as people read it; what nothing reaches comes last. */
export function outlineOf(graph: Graph): OutlineStep[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const leaving = new Map<string, GraphEdge[]>();
  const entered = new Set<string>();
  for (const edge of graph.edges) {
    leaving.set(edge.source, [...(leaving.get(edge.source) ?? []), edge]);
    if (edge.source !== edge.target) entered.add(edge.target);
  }
  const steps: OutlineStep[] = [];
  const seen = new Set<string>();
  const visit = (start: GraphNode, from: number): void => {
    const left: { node: GraphNode; depth: number }[] = [{ node: start, depth: from }];
    for (let next = left.pop(); next; next = left.pop()) {
      const { node, depth } = next;
      if (seen.has(node.id)) continue;
      seen.add(node.id);
      const lines = leaving.get(node.id) ?? [];
      steps.push({ node, depth, lines });
      const after = [...new Set(lines.map((edge) => edge.target))]
        .flatMap((id) => byId.get(id) ?? [])
        .filter((target) => !seen.has(target.id))
        .sort((a, b) => positionOf(b).y - positionOf(a).y);
      const deeper = after.length > 1 ? depth + 1 : depth;
      left.push(...after.map((target) => ({ node: target, depth: deeper })));
    }
  };
  const nodes = [...graph.nodes].sort(byPlace);
  for (const node of nodes) if (!entered.has(node.id)) visit(node, 0);
  for (const node of nodes) visit(node, 0);
  return steps;
}
