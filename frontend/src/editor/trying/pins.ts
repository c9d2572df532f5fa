/** Pinned outputs: taken from a run, made for an approver who is played, chosen for one step; pure. */

import type { Pin, Pins } from '../../api/trying';
import type { Json, JsonObject, NodeType } from '../../api/types';
import type { Graph, GraphNode } from '../../graph/types';
import { nodesBefore } from '../expressions/reach';

/** How approvals are answered in a trial run: by the one who tries, or at once. */
export type Answers = 'ask' | 'approve' | 'reject';

/** What a run tells of one node. */
interface Past {
  status: string;
  output?: unknown;
  action?: string | null;
}

export const pinOf = ({ output, action }: Past): Pin => ({
  output: (output ?? null) as Json,
  ...(action && { action }),
});

/** What the nodes of a run gave, for those of the graph that have finished there. */
export function pinsOfRun(graph: Graph, nodes: Record<string, Past>): Pins {
  const found = graph.nodes.flatMap(({ id, type }): [string, Pin][] => {
    const past = nodes[id];
    return past?.status === 'completed' && type !== 'input' ? [[id, pinOf(past)]] : [];
  });
  return Object.fromEntries(found);
}

function answer(approved: boolean, approver: string): Pin {
  const decision = approved ? 'approved' : 'rejected';
  const output: JsonObject = {
    approved,
    decision,
    approver,
    decided_at: null,
    comment: null,
    data: null,
  };
  return { output, action: decision };
}

/** The answers of the approver who is played; what is pinned already stays. */
export function played(graph: Graph, pins: Pins, answers: Answers, me: string): Pins {
  if (answers === 'ask') return pins;
  const approvals = graph.nodes.filter(({ id, type }) => type === 'approval' && !pins[id]);
  const added = approvals.map(({ id }): [string, Pin] => [id, answer(answers === 'approve', me)]);
  return { ...pins, ...Object.fromEntries(added) };
}

/** What the nodes before one give when it is run alone: what is pinned, else what a run gave. */
export function pinsBefore(graph: Graph, node: string, pins: Pins, past: Pins): Pins {
  const before = nodesBefore(graph, node).flatMap((id): [string, Pin][] => {
    const pin = pins[id] ?? past[id];
    return pin ? [[id, pin]] : [];
  });
  return Object.fromEntries(before);
}

/** The steps just before one that have nothing to give yet. */
export function sourcesWithout(graph: Graph, node: string, pins: Pins): GraphNode[] {
  const sources = new Set(graph.edges.flatMap((e) => (e.target === node ? [e.source] : [])));
  return graph.nodes.filter(({ id, type }) => sources.has(id) && type !== 'input' && !pins[id]);
}

/** The nodes whose work leaves the house: held back in a trial run unless they are allowed. */
export function heldBack(graph: Graph, types: readonly NodeType[]): GraphNode[] {
  const kinds = new Set(types.filter((type) => type.held_back).map(({ type }) => type));
  return graph.nodes.filter(({ type }) => kinds.has(type));
}
