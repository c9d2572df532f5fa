/** The actions with which nodes finish, and which of them a new line should follow. */

import type { Connection } from './ports';
import { type Graph, type GraphNode, isObject, type NodeType, type NodeTypes } from './types';

export const ALWAYS = '*';
export const ERROR = 'error';
const TIMEOUT = 'timeout';
const LAST_RESORT = new Set([ERROR, TIMEOUT]);

function texts(list: unknown, key: string): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item) => {
    const value = isObject(item) ? item[key] : undefined;
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
}

/** The actions with which a node can finish, as its type and its settings name them. */
export function actionsOf(node: GraphNode, type: NodeType | undefined): string[] {
  const { cases, default: fallback, options } = node.properties;
  const named: string[] = [];
  if (node.type === 'switch') {
    const other = typeof fallback === 'string' && fallback !== '' ? fallback : 'default';
    named.push(...texts(cases, 'action'), other);
  } else named.push(...(type?.actions ?? []));
  if (mayTimeOut(node, type)) named.push(TIMEOUT);
  if (node.type === 'question') named.unshift(...answersOf(node.properties.input_type, options));
  named.push(...texts(node.options.routes, 'action'));
  return [...new Set(named)];
}

/** The options of a question that has one answer; several answers, or words, are no action. */
function answersOf(kind: unknown, options: unknown): string[] {
  if (kind === 'multiselect' || kind === 'text') return [];
  const plain = Array.isArray(options) ? options.filter((item) => typeof item === 'string') : [];
  const ids = [...texts(options, 'id'), ...plain];
  return ids.length === 0 && kind === 'approval' ? ['approved', 'rejected'] : ids;
}

/** A node that waits for an answer can also be left by its time-out; a timer cannot. */
function mayTimeOut(node: GraphNode, type: NodeType | undefined): boolean {
  const fields = type?.properties.properties;
  return (
    node.type !== 'sleep' &&
    type?.suspendable === true &&
    isObject(fields) &&
    'on_timeout' in fields
  );
}

/** The actions that a node normally finishes with, without time-outs and errors. */
export const mainActions = (actions: readonly string[]): string[] =>
  actions.filter((action) => !LAST_RESORT.has(action));

/** The action a new edge should get: that of a twin edge, else the next unused one, else the default edge. */
export function proposeAction(
  graph: Graph,
  connection: Connection,
  types: NodeTypes,
): string | null {
  const node = graph.nodes.find((candidate) => candidate.id === connection.source);
  if (!node) return null;
  const leaving = graph.edges.filter((edge) => edge.source === node.id);
  const twin = leaving.find((edge) => edge.target === connection.target);
  if (twin) return twin.action;
  const actions = actionsOf(node, types.get(node.type));
  const main = mainActions(actions);
  if (main.length === 0) return null;
  const used = new Set(leaving.map((edge) => edge.action));
  return [...main, ...actions].find((action) => !used.has(action)) ?? null;
}
