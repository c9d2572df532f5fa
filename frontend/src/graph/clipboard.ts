/** Copied parts of a graph as JSON text of our own, and putting them back with new ids. */

import { applyAll, type Change } from './changes';
import { addGroups, type Group, groupsOf, wholeGroups } from './drawn/groups';
import { addNotes, type Note, notesOf } from './drawn/notes';
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
  notes: Note[];
  /** Groups that were copied whole; the nodes name theirs. */
  groups: Group[];
}

const NO_NOTES: ReadonlySet<string> = new Set();

export function copy(
  graph: Graph,
  ids: ReadonlySet<string>,
  notes: ReadonlySet<string> = NO_NOTES,
): Clip {
  return {
    nodes: graph.nodes.filter((node) => ids.has(node.id)),
    edges: graph.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
    incoming: graph.edges.filter((edge) => !ids.has(edge.source) && ids.has(edge.target)),
    notes: notesOf(graph).filter((note) => notes.has(note.id)),
    groups: wholeGroups(graph, ids),
  };
}

const byId = <T extends { id: string }>(items: readonly T[]): Record<string, Omit<T, 'id'>> =>
  Object.fromEntries(items.map(({ id, ...rest }) => [id, rest]));

/** The text is a graph of the usual form: it can be imported, and a whole graph can be pasted. */
export function toText({ notes, groups, ...clip }: Clip): string {
  const drawn = {
    ...(notes.length > 0 && { notes: byId(notes) }),
    ...(groups.length > 0 && { groups: byId(groups) }),
  };
  const ui = Object.keys(drawn).length > 0 ? { ui: drawn } : {};
  return JSON.stringify({ kind: MARK, schema: 1, ...clip, ...ui }, null, 2);
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
  const graph = readGraph(raw);
  const incoming = readGraph({ edges: raw.incoming ?? [] }).edges;
  const nodes = graph.nodes.filter((node) => node.id !== '' && node.type !== '');
  const notes = notesOf(graph);
  if (nodes.length + notes.length === 0) return null;
  return { nodes, edges: graph.edges, incoming, notes, groups: groupsOf(graph) };
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

function freshNames(
  known: ReadonlySet<string>,
  items: readonly { id: string }[],
): Map<string, string> {
  const taken = new Set(known);
  const names = new Map<string, string>();
  for (const item of items) {
    const id = freshId(item.id, taken);
    taken.add(id);
    names.set(item.id, id);
  }
  return names;
}

export interface Paste {
  changes: Change[];
  ids: string[];
  notes: string[];
}

/** The copies of groups get ids of their own; a node whose group stayed behind belongs to none. */
function regrouped(ui: JsonObject, groups: ReadonlyMap<string, string>): JsonObject {
  const { group, ...rest } = ui;
  const to = groups.get(String(group));
  return to === undefined ? rest : { ...rest, group: to };
}

function drawnAnew(graph: Graph, clip: Clip, offset: Point) {
  const known = isObject(graph.ui?.groups) ? Object.keys(graph.ui.groups) : [];
  const groupNames = freshNames(new Set(known), clip.groups);
  const noteNames = freshNames(idsOf(notesOf(graph)), clip.notes);
  const notes = clip.notes.map(
    (note): Note => ({
      ...note,
      id: noteNames.get(note.id) ?? note.id,
      x: note.x + offset.x,
      y: note.y + offset.y,
    }),
  );
  const groups = clip.groups.map(
    (group): Group => ({ ...group, id: groupNames.get(group.id) ?? group.id }),
  );
  return { groupNames, notes, groups };
}

/** Changes that add a clip, moved by `offset`; with `keepIncoming` also the edges that led into it. */
export function paste(graph: Graph, clip: Clip, offset: Point, keepIncoming = false): Paste {
  const names = freshNames(idsOf(graph.nodes), clip.nodes);
  const drawn = drawnAnew(graph, clip, offset);
  const nodes = clip.nodes.map((node): GraphNode => {
    const { x, y } = positionOf(node);
    return {
      ...node,
      id: names.get(node.id) ?? node.id,
      properties: follow(node.properties, names) as JsonObject,
      options: follow(node.options, names) as JsonObject,
      ui: { ...regrouped(node.ui, drawn.groupNames), x: x + offset.x, y: y + offset.y },
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
    ...drawnChanges(graph, drawn.groups, drawn.notes),
  ];
  const ids = nodes.map((node) => node.id);
  return { changes, ids, notes: drawn.notes.map((note) => note.id) };
}

/** Groups first: they may make the object that the notes are then set in. */
function drawnChanges(graph: Graph, groups: readonly Group[], notes: readonly Note[]): Change[] {
  const framed = addGroups(graph, groups);
  return [...framed, ...addNotes(applyAll(graph, framed), notes)];
}

/** The smallest x and y of a clip, so that it can be put under the pointer. */
export function cornerOf(nodes: readonly GraphNode[], notes: readonly Note[] = []): Point {
  const places = [...nodes.map(positionOf), ...notes];
  return { x: Math.min(...places.map((p) => p.x)), y: Math.min(...places.map((p) => p.y)) };
}
