/** What may be connected to what, which actions leave a node, and the sentence that says why not. */

import { fits, inWords } from './schema';
import {
  type Graph,
  type GraphEdge,
  type GraphNode,
  isObject,
  type NodeType,
  type NodeTypes,
  type Port,
} from './types';

/** Ends of a connection; a null handle is the plain control port. */
export interface Connection {
  source: string;
  target: string;
  source_handle: string | null;
  target_handle: string | null;
}

export const ALWAYS = '*';
export const ERROR = 'error';
export const TIMEOUT = 'timeout';
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
  const named = [...(type?.actions ?? [])];
  if (node.type === 'switch') {
    const other = typeof fallback === 'string' && fallback !== '' ? fallback : 'default';
    named.unshift(...texts(cases, 'action'), other);
  }
  if (node.type === 'question') named.unshift(...texts(options, 'id'));
  named.push(...texts(node.options.routes, 'action'));
  return [...new Set(named)];
}

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
  const main = actions.filter((action) => !LAST_RESORT.has(action));
  if (main.length === 0) return null;
  const used = new Set(leaving.map((edge) => edge.action));
  return [...main, ...actions].find((action) => !used.has(action)) ?? null;
}

const WHOLE: Port = { name: '', title: 'The whole output', schema: {} };

/** A node with one declared output gives it whole, others give an object with a port a field. */
export function outputPort(type: NodeType | undefined, handle: string | null): Port | undefined {
  if (!type || type.outputs.length === 0) return WHOLE;
  if (handle !== null)
    return type.outputs.find((port) => port.name === handle) ?? (isOpen(type) ? WHOLE : undefined);
  if (type.outputs.length === 1) return type.outputs[0];
  return { ...WHOLE, schema: { type: 'object' } };
}

/** An output whose fields are known only when it runs takes any field name. */
function isOpen(type: NodeType): boolean {
  return type.outputs.length === 1;
}

/** The output field that best feeds a port: one of that name, else the first that fits; null is the whole. */
export function matchingOutput(type: NodeType | undefined, target: Port): string | null {
  if (!type || type.outputs.length <= 1) return null;
  const fitting = type.outputs.filter((port) => fits(port.schema, target.schema));
  const named = fitting.find((port) => port.name === target.name);
  const typed = fitting.find((port) => Object.keys(port.schema).length > 0);
  const takesObject = fits({ type: 'object' }, target.schema);
  return (named ?? (takesObject ? undefined : (typed ?? fitting[0])))?.name ?? null;
}

function twinOf(graph: Graph, wanted: Connection): GraphEdge | undefined {
  return graph.edges.find(
    (edge) =>
      edge.source === wanted.source &&
      edge.target === wanted.target &&
      edge.target_handle === wanted.target_handle,
  );
}

/** Says in one sentence why two ports cannot be connected, or null when they can. */
export function refusal(graph: Graph, wanted: Connection, types: NodeTypes): string | null {
  const source = graph.nodes.find((node) => node.id === wanted.source);
  const target = graph.nodes.find((node) => node.id === wanted.target);
  if (!source || !target) return 'Drop the line on a node.';
  if (source === target && actionsOf(source, types.get(source.type)).length === 0) {
    return 'A node can lead back to itself only by one of its actions, and this one has none.';
  }
  if (target.type === 'input') return 'Inputs are where a run starts: nothing can lead into them.';
  if (wanted.target_handle === null) {
    const same = graph.edges.find((edge) => edge.source === source.id && edge.target === target.id);
    const free = actionsOf(source, types.get(source.type)).length > 1;
    return same && !free ? 'These two are connected already.' : null;
  }
  if (twinOf(graph, wanted)) return 'These two ports are connected already.';
  return typeRefusal(wanted, types.get(source.type), types.get(target.type));
}

/** "Amount needs a number, got text." */
export function typeRefusal(
  wanted: Connection,
  sourceType: NodeType | undefined,
  targetType: NodeType | undefined,
): string | null {
  if (!targetType || wanted.target_handle === null) return null;
  const port = targetType.inputs.find((input) => input.name === wanted.target_handle);
  if (!port) return `${targetType.title} has no port “${wanted.target_handle}”.`;
  const given = outputPort(sourceType, wanted.source_handle);
  if (!given)
    return `${sourceType?.title ?? 'The source'} has no output “${wanted.source_handle}”.`;
  if (fits(given.schema, port.schema)) return null;
  return `${port.title ?? port.name} needs ${inWords(port.schema)}, got ${inWords(given.schema)}.`;
}
