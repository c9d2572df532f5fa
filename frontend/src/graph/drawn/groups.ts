/** Groups: a frame with a title around nodes, which can be folded to one card; no run sees them.
 * A node names its group in its `ui`, so that deleting and copying need no care. */

import type { Change } from '../changes';
import { setGraph, setNode } from '../edits';
import { freshId } from '../ids';
import { type Graph, type GraphNode, isObject, type JsonObject } from '../types';

export interface Group {
  id: string;
  title: string;
  collapsed: boolean;
}

const rawGroups = (graph: Pick<Graph, 'ui'>): JsonObject =>
  isObject(graph.ui?.groups) ? graph.ui.groups : {};

/** The group that a node belongs to, when there is such a group. */
export function groupIdOf(node: GraphNode, graph: Pick<Graph, 'ui'>): string | null {
  const { group } = node.ui;
  return typeof group === 'string' && isObject(rawGroups(graph)[group]) ? group : null;
}

/** All groups that hold a node, with their members in the order of the graph. */
export function membersByGroup(graph: Graph): Map<string, string[]> {
  const members = new Map<string, string[]>();
  for (const node of graph.nodes) {
    const id = groupIdOf(node, graph);
    if (id !== null) members.set(id, [...(members.get(id) ?? []), node.id]);
  }
  return members;
}

export function groupsOf(graph: Graph): Group[] {
  const members = membersByGroup(graph);
  return Object.entries(rawGroups(graph)).flatMap(([id, raw]): Group[] => {
    if (!isObject(raw) || !members.has(id)) return [];
    const title = typeof raw.title === 'string' ? raw.title : '';
    return [{ id, title, collapsed: raw.collapsed === true }];
  });
}

const withGroup = (node: GraphNode, group: string | undefined): Change[] =>
  node.ui.group === group ? [] : setNode(node, ['ui', 'group'], group);

/** Puts nodes into a new group of their own; they leave the one they were in. */
export function addGroup(graph: Graph, ids: ReadonlySet<string>, title: string): Change[] {
  const nodes = graph.nodes.filter((node) => ids.has(node.id));
  if (nodes.length === 0) return [];
  const id = freshId('group', new Set(Object.keys(rawGroups(graph))));
  return [
    ...setGraph(graph, ['ui', 'groups'], {
      ...rawGroups(graph),
      [id]: { title, collapsed: false },
    }),
    ...nodes.flatMap((node) => withGroup(node, id)),
  ];
}

/** Writes frames alone, for nodes that name them already. */
export function addGroups(graph: Graph, groups: readonly Group[]): Change[] {
  if (groups.length === 0) return [];
  const added = Object.fromEntries(groups.map(({ id, ...rest }) => [id, { ...rest }]));
  return setGraph(graph, ['ui', 'groups'], { ...rawGroups(graph), ...added });
}

export function setGroup(graph: Graph, id: string, part: Partial<Omit<Group, 'id'>>): Change[] {
  const raw = rawGroups(graph)[id];
  return isObject(raw) ? setGraph(graph, ['ui', 'groups', id], { ...raw, ...part }) : [];
}

/** Takes the frames away and leaves the nodes. */
export function ungroup(graph: Graph, groups: ReadonlySet<string>): Change[] {
  return [
    ...graph.nodes
      .filter((node) => groups.has(String(node.ui.group)))
      .flatMap((node) => withGroup(node, undefined)),
    ...dropGroups(graph, groups),
  ];
}

const dropGroups = (graph: Graph, groups: ReadonlySet<string>): Change[] =>
  [...groups]
    .filter((id) => Object.hasOwn(rawGroups(graph), id))
    .flatMap((id) => setGraph(graph, ['ui', 'groups', id], undefined));

/** Forgets the groups whose last nodes go with `gone`. */
export function forgetEmptied(graph: Graph, gone: ReadonlySet<string>): Change[] {
  const emptied = [...membersByGroup(graph)]
    .filter(([, members]) => members.every((id) => gone.has(id)))
    .map(([id]) => id);
  return dropGroups(graph, new Set(emptied));
}

/** The groups of which all nodes are among `ids`. */
export function wholeGroups(graph: Graph, ids: ReadonlySet<string>): Group[] {
  const members = membersByGroup(graph);
  return groupsOf(graph).filter((group) => members.get(group.id)?.every((id) => ids.has(id)));
}
