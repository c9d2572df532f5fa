/** Copied parts of a graph as JSON text of our own, and putting them back with new ids. */

import type { Change } from './changes';
import { freshEdgeId, freshId, idsOf } from './ids';
import {
  type Graph,
  type GraphEdge,
  type GraphNode,
  isObject,
  type Json,
  type JsonObject,
  type Point,
  positionOf,
  readGraph,
} from './types';

const MARK = 'fermata-graph';

export interface Clip {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Edges that came into the selection from outside, kept for pasting with them. */
  incoming: GraphEdge[];
}

export function copy(graph: Graph, ids: ReadonlySet<string>): Clip {
  return {
    nodes: graph.nodes.filter((node) => ids.has(node.id)),
    edges: graph.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
    incoming: graph.edges.filter((edge) => !ids.has(edge.source) && ids.has(edge.target)),
  };
}

export function toText(clip: Clip): string {
  return JSON.stringify({ kind: MARK, schema: 1, ...clip }, null, 2);
}

/** Reads copied text: a clip of ours or a whole graph; null for any other text. */
export function fromText(text: string): Clip | null {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(raw) || !Array.isArray(raw.nodes) || raw.schema !== 1) return null;
  const { nodes, edges } = readGraph(raw);
  const incoming = readGraph({ edges: raw.incoming ?? [] }).edges;
  const valid = nodes.filter((node) => node.id !== '' && node.type !== '');
  return valid.length > 0 ? { nodes: valid, edges, incoming } : null;
}

function renamed(source: string, names: ReadonlyMap<string, string>): string {
  return source.replace(/\bnodes\.([A-Za-z_]\w*)/g, (whole, id: string) => {
    const to = names.get(id);
    return to === undefined ? whole : `nodes.${to}`;
  });
}

/** Lets expressions follow the copies: `nodes.review` becomes `nodes.review_2` when both were copied. */
function follow(value: Json, names: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') return renamed(value, names);
  if (Array.isArray(value)) return value.map((item) => follow(item, names));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, follow(item, names)]);
  return Object.fromEntries(entries) as JsonObject;
}

function freshNames(graph: Graph, clip: Clip): Map<string, string> {
  const taken = idsOf(graph.nodes);
  const names = new Map<string, string>();
  for (const node of clip.nodes) {
    const id = freshId(node.id, taken);
    taken.add(id);
    names.set(node.id, id);
  }
  return names;
}

export interface Paste {
  changes: Change[];
  ids: string[];
}

/** Changes that add a clip, moved by `offset`; with `keepIncoming` also the edges that led into it. */
export function paste(graph: Graph, clip: Clip, offset: Point, keepIncoming = false): Paste {
  const names = freshNames(graph, clip);
  const nodes = clip.nodes.map((node): GraphNode => {
    const { x, y } = positionOf(node);
    return {
      ...node,
      id: names.get(node.id) ?? node.id,
      properties: follow(node.properties, names) as JsonObject,
      options: follow(node.options, names) as JsonObject,
      ui: { ...node.ui, x: x + offset.x, y: y + offset.y },
    };
  });
  const known = idsOf(graph.nodes);
  const kept = keepIncoming ? clip.incoming.filter((edge) => known.has(edge.source)) : [];
  const taken = idsOf(graph.edges);
  const edges = [...clip.edges, ...kept].map((edge): GraphEdge => {
    const id = freshEdgeId(taken);
    taken.add(id);
    const when = edge.when === null ? null : renamed(edge.when, names);
    const source = names.get(edge.source) ?? edge.source;
    return { ...edge, id, when, source, target: names.get(edge.target) ?? edge.target };
  });
  const changes: Change[] = [
    ...nodes.map(
      (node, index): Change => ({ kind: 'add_node', node, at: graph.nodes.length + index }),
    ),
    ...edges.map(
      (edge, index): Change => ({ kind: 'add_edge', edge, at: graph.edges.length + index }),
    ),
  ];
  return { changes, ids: nodes.map((node) => node.id) };
}

/** The smallest x and y of a clip's nodes, so that it can be put under the pointer. */
export function cornerOf(nodes: readonly GraphNode[]): Point {
  const places = nodes.map(positionOf);
  return { x: Math.min(...places.map((p) => p.x)), y: Math.min(...places.map((p) => p.y)) };
}
