/** Whether chosen nodes can become a sub-workflow without changing what a run does, and why not. */

import { actionsOf, mainActions } from '../actions';
import type { Graph, GraphEdge, GraphNode, NodeTypes } from '../types';

export type ExtractRefusal = 'nothing' | 'ends' | 'state' | 'entries' | 'exits' | 'branches';

export interface Border {
  chosen: GraphNode[];
  inner: GraphEdge[];
  entering: GraphEdge[];
  leaving: GraphEdge[];
}

export function borderOf(graph: Graph, ids: ReadonlySet<string>): Border {
  const inside = (id: string): boolean => ids.has(id);
  return {
    chosen: graph.nodes.filter((node) => inside(node.id)),
    inner: graph.edges.filter((edge) => inside(edge.source) && inside(edge.target)),
    entering: graph.edges.filter((edge) => !inside(edge.source) && inside(edge.target)),
    leaving: graph.edges.filter((edge) => inside(edge.source) && !inside(edge.target)),
  };
}

const STATE = /\bstate\s*[.[]/;

/** A sub-workflow has a state of its own. */
function usesState({ chosen, inner }: Border): boolean {
  return (
    chosen.some((node) => node.type === 'set_state' || node.options.wait_for_input) ||
    STATE.test(
      JSON.stringify([chosen.map((n) => [n.properties, n.options]), inner.map((e) => e.when)]),
    )
  );
}

/** True when the lines that lead in are followed together and lead to where the chosen nodes begin. */
function entersAtOnce({ inner, entering }: Border): boolean {
  const targets = new Set(entering.map((edge) => edge.target));
  if (inner.some((edge) => targets.has(edge.target))) return false;
  const ways = new Set(entering.map(({ source, action, when }) => `${source}/${action}/${when}`));
  return targets.size <= 1 || ways.size === 1;
}

const isPlain = (edge: GraphEdge): boolean => edge.action === null && edge.when === null;

/** True when every way through the chosen nodes ends at the one that leads out. */
function leavesAtOne({ chosen, inner, leaving }: Border): boolean {
  const exits = new Set(leaving.map((edge) => edge.source));
  if (exits.size === 0) return true;
  const left = new Set(inner.map((edge) => edge.source));
  const ends = chosen.filter((node) => !left.has(node.id)).map((node) => node.id);
  return (
    exits.size === 1 && ends.length === 1 && exits.has(ends[0] ?? '') && leaving.every(isPlain)
  );
}

/** True when no result of a chosen node leads nowhere. */
function coversAll({ chosen, inner, leaving }: Border, types: NodeTypes): boolean {
  if (leaving.length === 0) return true;
  return chosen.every((node) => {
    const lines = inner.filter((edge) => edge.source === node.id);
    if (lines.length === 0 || lines.some(isPlain)) return true;
    const taken = new Set(lines.filter((edge) => edge.when === null).map((edge) => edge.action));
    const actions = mainActions(actionsOf(node, types.get(node.type)));
    return taken.has('*') || (actions.length > 0 && actions.every((action) => taken.has(action)));
  });
}

export function extractRefusal(
  graph: Graph,
  ids: ReadonlySet<string>,
  types: NodeTypes,
): ExtractRefusal | null {
  const border = borderOf(graph, ids);
  if (border.chosen.length === 0) return 'nothing';
  if (border.chosen.some(({ type }) => type === 'input' || type === 'output')) return 'ends';
  if (usesState(border)) return 'state';
  if (!entersAtOnce(border)) return 'entries';
  if (!leavesAtOne(border)) return 'exits';
  return coversAll(border, types) ? null : 'branches';
}
