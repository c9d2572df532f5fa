/** What people do to a graph (add, connect, delete, move, set), each as a list of changes. */

import { actionsOf, proposeAction } from './actions';
import { type Change, type EdgeField, type GraphPath, isIdle, type NodePath } from './changes';
import { getIn, type Path } from './equal';
import { freshEdgeId, freshId, idsOf, slugOf } from './ids';
import type { Connection } from './ports';
import {
  type Graph,
  type GraphEdge,
  type GraphNode,
  isObject,
  type Json,
  type JsonObject,
  type NodeType,
  type NodeTypes,
  type Point,
  positionOf,
} from './types';

/** The values a new node starts with: those the schema insists on having a say about. */
function defaultsOf(type: NodeType): JsonObject {
  const required = Array.isArray(type.properties.required) ? type.properties.required : [];
  const fields = isObject(type.properties.properties) ? type.properties.properties : {};
  const entries = Object.entries(fields).flatMap(([name, schema]): [string, Json][] => {
    if (!required.includes(name) || !isObject(schema) || schema.default === undefined) return [];
    return [[name, schema.default]];
  });
  return Object.fromEntries(entries);
}

export function newNode(graph: Graph, type: NodeType, at: Point): GraphNode {
  const id = freshId(slugOf(type.type), idsOf(graph.nodes));
  return {
    id,
    type: type.type,
    title: type.title,
    properties: defaultsOf(type),
    options: {},
    ui: { ...at },
  };
}

export function addNode(graph: Graph, node: GraphNode): Change[] {
  return [{ kind: 'add_node', node, at: graph.nodes.length }];
}

export function newEdge(graph: Graph, wanted: Connection, action: string | null): GraphEdge {
  return { id: freshEdgeId(idsOf(graph.edges)), ...wanted, action, when: null };
}

export function connect(graph: Graph, wanted: Connection, types: NodeTypes): Change[] {
  const edge = newEdge(graph, wanted, proposeAction(graph, wanted, types));
  return [{ kind: 'add_edge', edge, at: graph.edges.length }];
}

/** Puts a node between the two ends of an edge; the first half keeps the edge's action and condition. */
export function insertOnEdge(
  graph: Graph,
  edge: GraphEdge,
  node: GraphNode,
  type: NodeType | undefined,
): Change[] {
  const onwards: Connection = {
    source: node.id,
    target: edge.target,
    source_handle: null,
    target_handle: null,
  };
  const main = actionsOf(node, type)[0] ?? null;
  return [
    { kind: 'add_node', node, at: graph.nodes.length },
    { kind: 'set_edge', id: edge.id, field: 'target', from: edge.target, to: node.id },
    ...(edge.target_handle === null
      ? []
      : [
          {
            kind: 'set_edge',
            id: edge.id,
            field: 'target_handle',
            from: edge.target_handle,
            to: null,
          } as Change,
        ]),
    { kind: 'add_edge', edge: newEdge(graph, onwards, main), at: graph.edges.length },
  ];
}

/** The edge that closes the gap when a node with one way in and one way out goes. */
function healing(graph: Graph, gone: ReadonlySet<string>): GraphEdge | null {
  const [id] = gone;
  if (gone.size !== 1 || id === undefined) return null;
  const into = graph.edges.filter((edge) => edge.target === id);
  const out = graph.edges.filter((edge) => edge.source === id);
  const [before] = into;
  const [after] = out;
  if (into.length !== 1 || out.length !== 1 || !before || !after) return null;
  if (before.source === id || after.target === before.source) return null;
  if (graph.edges.some((edge) => edge.source === before.source && edge.target === after.target))
    return null;
  return { ...before, target: after.target, target_handle: null };
}

/** Where an edge stands once those before it that are doomed have gone. */
const placeOf = (graph: Graph, id: string, doomed: (edge: GraphEdge) => boolean): number => {
  const at = graph.edges.findIndex((edge) => edge.id === id);
  return graph.edges.slice(0, at).filter((edge) => !doomed(edge)).length;
};

export function remove(
  graph: Graph,
  nodeIds: ReadonlySet<string>,
  edgeIds: ReadonlySet<string>,
): Change[] {
  const doomed = (edge: GraphEdge): boolean =>
    edgeIds.has(edge.id) || nodeIds.has(edge.source) || nodeIds.has(edge.target);
  const heal = healing(graph, nodeIds);
  const edges = graph.edges
    .flatMap((edge, at): Change[] => (doomed(edge) ? [{ kind: 'remove_edge', edge, at }] : []))
    .reverse();
  const nodes = graph.nodes
    .flatMap((node, at): Change[] =>
      nodeIds.has(node.id) ? [{ kind: 'remove_node', node, at }] : [],
    )
    .reverse();
  const bridge: Change[] =
    heal && !edgeIds.has(heal.id)
      ? [{ kind: 'add_edge', edge: heal, at: placeOf(graph, heal.id, doomed) }]
      : [];
  return [...edges, ...nodes, ...bridge];
}

export function move(graph: Graph, places: ReadonlyMap<string, Point>): Change[] {
  return graph.nodes.flatMap((node): Change[] => {
    const to = places.get(node.id);
    if (!to) return [];
    const change: Change = { kind: 'move_node', id: node.id, from: positionOf(node), to };
    return isIdle(change) ? [] : [change];
  });
}

export function retitle(node: GraphNode, to: string): Change[] {
  return [{ kind: 'retitle_node', id: node.id, from: node.title, to }];
}

interface Write {
  path: Path;
  to: Json | undefined;
}

/** Where the objects above a value are missing, it is the outermost new one that is set. */
function outermost(owner: unknown, path: Path, to: Json | undefined): Write | null {
  const missing = path.findIndex((_, depth) => {
    const above = getIn(owner, path.slice(0, depth + 1));
    return depth < path.length - 1 && !isObject(above);
  });
  if (missing < 0) return { path, to };
  if (to === undefined) return null;
  const whole = path.slice(missing + 1).reduceRight<Json>((value, key) => ({ [key]: value }), to);
  return { path: path.slice(0, missing + 1), to: whole };
}

/** Whether a run passes the node over. */
export const isBypassed = ({ options }: GraphNode): boolean => options.bypass === true;

export function setNode(node: GraphNode, wanted: NodePath, to: Json | undefined): Change[] {
  const write = outermost(node, wanted, to);
  if (!write) return [];
  const path = write.path as unknown as NodePath;
  return [{ kind: 'set_node', id: node.id, path, from: getIn(node, path), to: write.to }];
}

/** Sets what belongs to the whole graph: a note, a group, an option. */
export function setGraph(graph: Graph, wanted: GraphPath, to: Json | undefined): Change[] {
  const write = outermost(graph, wanted, to);
  if (!write) return [];
  const path = write.path as unknown as GraphPath;
  return [{ kind: 'set_graph', path, from: getIn(graph, path), to: write.to }];
}

export function setEdge(edge: GraphEdge, field: EdgeField, to: string | null): Change[] {
  return [{ kind: 'set_edge', id: edge.id, field, from: edge[field], to }];
}

/** Everything out, everything of `next` in: one step that undo takes back whole. */
export function replaceAll(graph: Graph, next: Graph): Change[] {
  return [
    ...remove(
      graph,
      new Set(graph.nodes.map((node) => node.id)),
      new Set(graph.edges.map((edge) => edge.id)),
    ),
    ...next.nodes.map((node, at): Change => ({ kind: 'add_node', node, at })),
    ...next.edges.map((edge, at): Change => ({ kind: 'add_edge', edge, at })),
    ...setGraph(graph, ['options'], next.options),
    ...setGraph(graph, ['ui'], next.ui),
  ].filter((change) => !isIdle(change));
}
