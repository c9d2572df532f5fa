/** Which nodes head a loop: those that a line leads back to from a node that only they lead to. */

import type { Graph } from './types';

type Lines = ReadonlyMap<string, readonly string[]>;

function linesOf(graph: Graph): { out: Lines; into: Lines } {
  const out = new Map<string, string[]>(graph.nodes.map(({ id }) => [id, []]));
  const into = new Map<string, string[]>(graph.nodes.map(({ id }) => [id, []]));
  for (const { source, target } of graph.edges) {
    if (!out.has(source) || !into.has(target)) continue;
    out.get(source)?.push(target);
    into.get(target)?.push(source);
  }
  return { out, into };
}

function reached(from: readonly string[], out: Lines, without?: string): Set<string> {
  const seen = new Set<string>();
  const left = from.filter((id) => id !== without);
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    left.push(...(out.get(id) ?? []).filter((next) => next !== without && !seen.has(next)));
  }
  return seen;
}

/** Where a run begins; a circle that nothing leads into begins at its first node. */
function rootsOf(graph: Graph, { out, into }: { out: Lines; into: Lines }): string[] {
  const roots = graph.nodes.filter(({ id }) => into.get(id)?.length === 0).map(({ id }) => id);
  const seen = reached(roots, out);
  for (const { id } of graph.nodes) {
    if (seen.has(id)) continue;
    roots.push(id);
    for (const next of reached([id], out)) seen.add(next);
  }
  return roots;
}

/** A node heads a loop when without it a node that leads to it could not be reached at all. */
export function isLoopHeader(graph: Graph, id: string): boolean {
  const lines = linesOf(graph);
  const before = lines.into.get(id) ?? [];
  if (before.length === 0) return false;
  const without = reached(rootsOf(graph, lines), lines.out, id);
  return before.some((source) => source === id || !without.has(source));
}
