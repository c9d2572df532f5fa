/** Every way a graph can change, as data with an inverse; the only code that writes a graph. */

import { type Path, sameJson, setIn } from './equal';
import type { Graph, GraphEdge, GraphNode, Json, JsonObject, Point } from './types';

export type EdgeField = Exclude<keyof GraphEdge, 'id'>;

/** `at` is the place in the list, so that taking back a removal restores the order of the file as well. */
export type Change =
  | { kind: 'add_node'; node: GraphNode; at: number }
  | { kind: 'remove_node'; node: GraphNode; at: number }
  | { kind: 'move_node'; id: string; from: Point; to: Point }
  | { kind: 'retitle_node'; id: string; from: string; to: string }
  | { kind: 'set_node'; id: string; path: NodePath; from: Json | undefined; to: Json | undefined }
  | { kind: 'add_edge'; edge: GraphEdge; at: number }
  | { kind: 'remove_edge'; edge: GraphEdge; at: number }
  | { kind: 'set_edge'; id: string; field: EdgeField; from: string | null; to: string | null }
  | { kind: 'set_graph'; path: GraphPath; from: Json | undefined; to: Json | undefined };

export type GraphPath = readonly ['options' | 'ui', ...string[]];
export type NodePath = readonly ['properties' | 'options' | 'ui', string, ...string[]];

function invert(change: Change): Change {
  switch (change.kind) {
    case 'add_node':
      return { ...change, kind: 'remove_node' };
    case 'remove_node':
      return { ...change, kind: 'add_node' };
    case 'add_edge':
      return { ...change, kind: 'remove_edge' };
    case 'remove_edge':
      return { ...change, kind: 'add_edge' };
    case 'move_node':
      return { ...change, from: change.to, to: change.from };
    case 'retitle_node':
      return { ...change, from: change.to, to: change.from };
    case 'set_node':
      return { ...change, from: change.to, to: change.from };
    case 'set_edge':
      return { ...change, from: change.to, to: change.from };
    case 'set_graph':
      return { ...change, from: change.to, to: change.from };
  }
}

export function invertAll(changes: readonly Change[]): Change[] {
  return changes.map(invert).reverse();
}

function inserted<T>(list: readonly T[], item: T, at: number): T[] {
  return [...list.slice(0, at), item, ...list.slice(at)];
}

function mapNode(graph: Graph, id: string, edit: (node: GraphNode) => GraphNode): Graph {
  return { ...graph, nodes: graph.nodes.map((node) => (node.id === id ? edit(node) : node)) };
}

function writeNode(node: GraphNode, path: Path, to: Json | undefined): GraphNode {
  const [part, ...rest] = path as NodePath;
  return { ...node, [part]: setIn(node[part], rest, to) };
}

export function apply(graph: Graph, change: Change): Graph {
  switch (change.kind) {
    case 'add_node':
      return { ...graph, nodes: inserted(graph.nodes, change.node, change.at) };
    case 'remove_node':
      return { ...graph, nodes: graph.nodes.filter((node) => node.id !== change.node.id) };
    case 'move_node':
      return mapNode(graph, change.id, (node) => ({ ...node, ui: { ...node.ui, ...change.to } }));
    case 'retitle_node':
      return mapNode(graph, change.id, (node) => ({ ...node, title: change.to }));
    case 'set_node':
      return mapNode(graph, change.id, (node) => writeNode(node, change.path, change.to));
    case 'add_edge':
      return { ...graph, edges: inserted(graph.edges, change.edge, change.at) };
    case 'remove_edge':
      return { ...graph, edges: graph.edges.filter((edge) => edge.id !== change.edge.id) };
    case 'set_edge':
      return {
        ...graph,
        edges: graph.edges.map((edge) =>
          edge.id === change.id ? { ...edge, [change.field]: change.to } : edge,
        ),
      };
    case 'set_graph':
      return setIn(graph as unknown as JsonObject, change.path, change.to) as unknown as Graph;
  }
}

export function applyAll(graph: Graph, changes: readonly Change[]): Graph {
  return changes.reduce(apply, graph);
}

/** True for a change that leaves the graph as it was, such as a drag that ends where it began. */
export function isIdle(change: Change): boolean {
  return 'from' in change && sameJson(change.from, change.to);
}
