/** What may be connected to what, and the sentence that says why not. */

import { text } from '../strings';
import { actionsOf } from './actions';
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

/** The output ports of a node; an input node has one a field of its form. */
export function outputsOf(node: GraphNode | undefined, type: NodeType | undefined): Port[] {
  const schema = node?.type === 'input' ? node.properties.schema : null;
  const fields = isObject(schema) && isObject(schema.properties) ? schema.properties : {};
  const named = Object.entries(fields).flatMap(([name, field]): Port[] =>
    isObject(field)
      ? [{ name, title: typeof field.title === 'string' ? field.title : name, schema: field }]
      : [],
  );
  return named.length > 1 ? named : (type?.outputs ?? []);
}

const t = text.graph;
const WHOLE: Port = { name: '', title: t.wholeOutput, schema: {} };

/** A node with one declared output gives it whole, others give an object with a port a field. */
export function outputPort(outputs: readonly Port[], handle: string | null): Port | undefined {
  if (outputs.length === 0) return WHOLE;
  // A single output whose fields are known only when it runs takes any field name.
  const open = outputs.length === 1 ? WHOLE : undefined;
  if (handle !== null) return outputs.find((port) => port.name === handle) ?? open;
  return outputs.length === 1 ? outputs[0] : { ...WHOLE, schema: { type: 'object' } };
}

/** The output field that best feeds a port: one of that name, else the first that fits; null is the whole. */
export function matchingOutput(outputs: readonly Port[], target: Port): string | null {
  if (outputs.length <= 1) return null;
  const fitting = outputs.filter((port) => fits(port.schema, target.schema));
  const named = fitting.find((port) => port.name === target.name);
  const typed = fitting.find((port) => Object.keys(port.schema).length > 0);
  const takesObject = fits({ type: 'object' }, target.schema);
  return (named ?? (takesObject ? undefined : (typed ?? fitting[0])))?.name ?? null;
}

const twinOf = (graph: Graph, wanted: Connection): GraphEdge | undefined =>
  graph.edges.find(
    (edge) =>
      edge.source === wanted.source &&
      edge.target === wanted.target &&
      edge.target_handle === wanted.target_handle,
  );

/** Says in one sentence why two ports cannot be connected, or null when they can. */
export function refusal(graph: Graph, wanted: Connection, types: NodeTypes): string | null {
  const source = graph.nodes.find((node) => node.id === wanted.source);
  const target = graph.nodes.find((node) => node.id === wanted.target);
  if (!source || !target) return t.drop;
  const actions = actionsOf(source, types.get(source.type));
  if (source === target && actions.length === 0) return t.noOwnAction;
  if (target.type === 'input') return t.intoInput;
  const twin = twinOf(graph, wanted);
  if (wanted.target_handle === null) {
    return twin && actions.length < 2 ? t.connected : null;
  }
  return twin ? t.portsConnected : typeRefusal(source, target, wanted, types);
}

/** "Amount needs a number, got text." */
export function typeRefusal(
  source: GraphNode,
  target: GraphNode,
  wanted: Pick<Connection, 'source_handle' | 'target_handle'>,
  types: NodeTypes,
): string | null {
  const type = types.get(target.type);
  if (!type || wanted.target_handle === null) return null;
  const port = type.inputs.find((input) => input.name === wanted.target_handle);
  if (!port) return t.noPort(type.title, wanted.target_handle);
  const given = outputPort(outputsOf(source, types.get(source.type)), wanted.source_handle);
  if (!given) return t.noOutput(source.title || source.id, wanted.source_handle ?? '');
  if (fits(given.schema, port.schema)) return null;
  return t.needs(port.title ?? port.name, inWords(port.schema), inWords(given.schema));
}
