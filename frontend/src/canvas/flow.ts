// Between our graph and React Flow's nodes and edges; unchanged parts keep their identity.
import type { Edge, Node } from '@xyflow/react';
import type { Connection } from '../graph/ports';
import { type Graph, type GraphEdge, type GraphNode, positionOf } from '../graph/types';
import { text } from '../strings';

export type CardNode = Node<{ node: GraphNode; usedIn: string; usedOut: string }, 'card'>;
/** `sole`: no line from the same node follows an action, so this one is no "else". */
export interface OneLine extends Record<string, unknown> {
  edge: GraphEdge;
  sole: boolean;
}
/** `also`: lines that lie upon it, since they end at the same folded group. */
export type LineEdge = Edge<OneLine & { also?: OneLine[] }, 'line'>;

export const inHandle = (name: string | null): string => (name === null ? 'in' : `in:${name}`);
export const outHandle = (name: string | null): string => (name === null ? 'out' : `out:${name}`);

/** The port's name behind a handle's id; null for the control ports. */
export function portOf(handle: string | null | undefined): string | null {
  const colon = handle?.indexOf(':') ?? -1;
  return handle && colon > 0 ? handle.slice(colon + 1) : null;
}

interface Ends {
  source: string;
  target: string;
  sourceHandle?: string | null | undefined;
  targetHandle?: string | null | undefined;
}

export function toConnection(ends: Ends): Connection {
  return {
    source: ends.source,
    target: ends.target,
    source_handle: portOf(ends.sourceHandle),
    target_handle: portOf(ends.targetHandle),
  };
}

/** Names of the data ports in use, by node, as text that compares by value. */
function usedPorts(graph: Graph): {
  into: Map<string, Set<string>>;
  from: Map<string, Set<string>>;
} {
  const into = new Map<string, Set<string>>();
  const from = new Map<string, Set<string>>();
  const note = (map: Map<string, Set<string>>, node: string, port: string | null) => {
    if (port === null) return;
    const ports = map.get(node) ?? new Set();
    map.set(node, ports.add(port));
  };
  for (const edge of graph.edges) {
    note(into, edge.target, edge.target_handle);
    note(from, edge.source, edge.source_handle);
  }
  return { into, from };
}

const joined = (ports: Set<string> | undefined): string => [...(ports ?? [])].join('\n');

/** The list as it was, where nothing in it is new: whoever holds it has nothing to draw. */
export const asBefore = <T>(before: T[], next: T[]): T[] =>
  next.length === before.length && next.every((one, at) => one === before[at]) ? before : next;

/** Builds the nodes anew, reusing those of `before` that would come out the same. */
export function flowNodes(
  before: CardNode[],
  graph: Graph,
  selected: ReadonlySet<string>,
  label: (node: GraphNode) => string,
): CardNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  const { into, from } = usedPorts(graph);
  const next = graph.nodes.map((node): CardNode => {
    const old = known.get(node.id);
    const position = positionOf(node);
    const data = { node, usedIn: joined(into.get(node.id)), usedOut: joined(from.get(node.id)) };
    const sameData =
      old?.data.node === node &&
      old.data.usedIn === data.usedIn &&
      old.data.usedOut === data.usedOut;
    const samePlace = old?.position.x === position.x && old.position.y === position.y;
    if (old && sameData && samePlace && old.selected === selected.has(node.id)) return old;
    return {
      ...old,
      id: node.id,
      type: 'card',
      position: old && samePlace ? old.position : position,
      data: old && sameData ? old.data : data,
      selected: selected.has(node.id),
      ariaLabel: label(node),
    };
  });
  return asBefore(before, next);
}

export function flowEdges(
  before: LineEdge[],
  graph: Graph,
  selected: ReadonlySet<string>,
): LineEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]));
  const split = new Set(graph.edges.flatMap((edge) => (edge.action === null ? [] : edge.source)));
  const next = graph.edges.map((edge): LineEdge => {
    const old = known.get(edge.id);
    const sole = !split.has(edge.source);
    const same = old?.data?.edge === edge && old.data.sole === sole;
    if (old && same && old.selected === selected.has(edge.id)) return old;
    return {
      id: edge.id,
      type: 'line',
      source: edge.source,
      target: edge.target,
      sourceHandle: outHandle(edge.source_handle),
      targetHandle: inHandle(edge.target_handle),
      data: { edge, sole },
      selected: selected.has(edge.id),
      ariaLabel: text.graph.line(edge.source, edge.target, edge.action ?? ''),
    };
  });
  return asBefore(before, next);
}
