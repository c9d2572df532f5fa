/** The shapes of graph JSON schema 1 and of the node-type catalogue; no behaviour but reading them in. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
export type JsonSchema = JsonObject;

export interface Point {
  x: number;
  y: number;
}

export interface GraphNode {
  id: string;
  type: string;
  title: string;
  properties: JsonObject;
  options: JsonObject;
  ui: JsonObject;
}

export interface GraphEdge {
  id: string;
  source: string;
  target: string;
  source_handle: string | null;
  target_handle: string | null;
  action: string | null;
  when: string | null;
}

export interface Graph {
  schema: 1;
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** What concerns the whole graph, as `max_parallel`; the editor keeps what it does not show. */
  options?: JsonObject;
  /** What is drawn beside the nodes and means nothing to a run: notes and groups, see `drawn/`. */
  ui?: JsonObject;
}

export interface Port {
  name: string;
  title?: string;
  schema: JsonSchema;
}

export interface NodeType {
  type: string;
  title: string;
  category: string;
  icon: string;
  description: string;
  properties: JsonSchema;
  inputs: Port[];
  outputs: Port[];
  actions: string[];
  suspendable: boolean;
  /** Other words people look for it by. */
  tags: string[];
}

export type NodeTypes = ReadonlyMap<string, NodeType>;

export interface Problem {
  code: string;
  message: string;
  node_id: string | null;
  edge_id: string | null;
  pointer: string | null;
}

export const EMPTY_GRAPH: Graph = { schema: 1, nodes: [], edges: [] };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
const objectOrEmpty = (value: unknown): JsonObject => (isObject(value) ? value : {});

function readNode(raw: JsonObject): GraphNode {
  return {
    id: text(raw.id),
    type: text(raw.type),
    title: text(raw.title),
    properties: objectOrEmpty(raw.properties),
    options: objectOrEmpty(raw.options),
    ui: objectOrEmpty(raw.ui),
  };
}

function readEdge(raw: JsonObject): GraphEdge {
  return {
    id: text(raw.id),
    source: text(raw.source),
    target: text(raw.target),
    source_handle: textOrNull(raw.source_handle),
    target_handle: textOrNull(raw.target_handle),
    action: textOrNull(raw.action),
    when: textOrNull(raw.when),
  };
}

/** Reads any JSON as a graph: missing parts get their defaults, what is no node or edge is left out. */
export function readGraph(raw: unknown): Graph {
  if (!isObject(raw)) return EMPTY_GRAPH;
  const list = (value: unknown): JsonObject[] =>
    Array.isArray(value) ? value.filter(isObject) : [];
  return {
    schema: 1,
    nodes: list(raw.nodes).map(readNode),
    edges: list(raw.edges).map(readEdge),
    ...(isObject(raw.options) ? { options: raw.options } : {}),
    ...(isObject(raw.ui) ? { ui: raw.ui } : {}),
  };
}

export function positionOf(node: GraphNode): Point {
  const { x, y } = node.ui;
  return { x: typeof x === 'number' ? x : 0, y: typeof y === 'number' ? y : 0 };
}

export function hasPosition(node: GraphNode): boolean {
  return typeof node.ui.x === 'number' && typeof node.ui.y === 'number';
}

/** True for `{"$expr": "<CEL>"}`, the form of a value that is computed when the node starts. */
export function isExpression(value: unknown): value is { $expr: string } {
  return isObject(value) && typeof value.$expr === 'string' && Object.keys(value).length === 1;
}
