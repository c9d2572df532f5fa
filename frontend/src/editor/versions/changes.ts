/** What differs between two graphs, for the list and for the canvas: by part, and by field; pure. */

import { difference } from '../../graph/diff';
import { sameJson } from '../../graph/equal';
import {
  type Graph,
  type GraphEdge,
  type GraphNode,
  isObject,
  type Json,
  type JsonObject,
} from '../../graph/types';

export type Mark = 'added' | 'changed' | 'removed';

export interface FieldChange {
  /** "title", "properties.groups", "options.retry.max_attempts". */
  path: string;
  before: Json | undefined;
  after: Json | undefined;
}

export interface PartChange {
  kind: 'node' | 'edge';
  id: string;
  mark: Mark;
  name: string;
  fields: FieldChange[];
}

const DEEP = 3;

/** Goes into objects of both sides, so that one changed key is one line. */
function between(path: string, before: unknown, after: unknown, depth: number): FieldChange[] {
  if (sameJson(before, after)) return [];
  if (depth < DEEP && isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) =>
      between(path ? `${path}.${name}` : name, before[name], after[name], depth + 1),
    );
  }
  return [{ path, before: before as Json | undefined, after: after as Json | undefined }];
}

const plain = ({ ui: _place, ...rest }: GraphNode): JsonObject => rest as unknown as JsonObject;

export function nodeFields(before: GraphNode, after: GraphNode): FieldChange[] {
  return between('', plain(before), plain(after), 0);
}

type TitleOf = (id: string) => string;

/** A line's ends are told by the titles of their nodes. */
function edgeFields(before: GraphEdge, after: GraphEdge, titleOf: TitleOf): FieldChange[] {
  return between('', before, after, 0).map((field) =>
    field.path === 'source' || field.path === 'target'
      ? { ...field, before: titleOf(before[field.path]), after: titleOf(after[field.path]) }
      : field,
  );
}

/** Every part that differs: nodes before lines, what is new first. */
export function partChanges(before: Graph, after: Graph): PartChange[] {
  const found = difference(before, after);
  const oldNodes = new Map(before.nodes.map((node) => [node.id, node]));
  const oldEdges = new Map(before.edges.map((edge) => [edge.id, edge]));
  const titles = new Map([...before.nodes, ...after.nodes].map(({ id, title }) => [id, title]));
  const titleOf: TitleOf = (id) => titles.get(id) || id;
  const ends = ({ source, target, action }: GraphEdge) =>
    `${titleOf(source)} → ${titleOf(target)}${action ? ` (${action})` : ''}`;
  const node =
    (mark: Mark) =>
    (item: GraphNode): PartChange => {
      const old = mark === 'changed' ? oldNodes.get(item.id) : undefined;
      const fields = old ? nodeFields(old, item) : [];
      return { kind: 'node', id: item.id, mark, name: titleOf(item.id), fields };
    };
  const edge =
    (mark: Mark) =>
    (item: GraphEdge): PartChange => {
      const old = mark === 'changed' ? oldEdges.get(item.id) : undefined;
      const fields = old ? edgeFields(old, item, titleOf) : [];
      return { kind: 'edge', id: item.id, mark, name: ends(item), fields };
    };
  return [
    ...found.addedNodes.map(node('added')),
    ...found.changedNodes.map(node('changed')),
    ...found.removedNodes.map(node('removed')),
    ...found.addedEdges.map(edge('added')),
    ...found.changedEdges.map(edge('changed')),
    ...found.removedEdges.map(edge('removed')),
  ];
}

/** One graph with the parts of both, and what became of each part; keys are ids. */
export function bothGraphs(
  before: Graph,
  after: Graph,
): { graph: Graph; marks: Map<string, Mark> } {
  const found = difference(before, after);
  const kept = new Set(after.edges.map(({ id }) => id));
  const graph: Graph = {
    ...after,
    nodes: [...after.nodes, ...found.removedNodes],
    edges: [...after.edges, ...found.removedEdges.filter(({ id }) => !kept.has(id))],
  };
  const marks = new Map<string, Mark>();
  for (const { id, mark } of partChanges(before, after)) marks.set(id, mark);
  return { graph, marks };
}
