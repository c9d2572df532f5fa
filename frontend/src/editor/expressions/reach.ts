/** What an expression may name at a node: inputs, state, earlier nodes and their fields; pure. */

import { outputsOf } from '../../graph/ports';
import {
  type Graph,
  type GraphNode,
  isObject,
  type Json,
  type JsonObject,
  type JsonSchema,
  type NodeTypes,
} from '../../graph/types';
import { inputSchema } from '../runbar/inputs';

/** A name with what can follow it; `detail` says what it is, `sample` what a run had there. */
export interface Name {
  name: string;
  detail?: string;
  sample?: Json;
  inner?: Name[];
}

/** What a run knew, for the fields that no schema tells. */
export interface Past {
  inputs?: JsonObject;
  state?: JsonObject;
  output: (node: string) => Json | undefined;
}

export interface Place {
  /** Null: anywhere in the graph. */
  node: string | null;
  /** Evaluated when the node has finished, as the condition of a line is. */
  after: boolean;
}

const DEEP = 4;

/** The ids of every node from which a way leads to this one, the nearest first. */
export function nodesBefore(graph: Graph, node: string): string[] {
  const found: string[] = [];
  const seen = new Set([node]);
  for (let layer = [node]; layer.length > 0; ) {
    layer = graph.edges
      .filter((edge) => layer.includes(edge.target) && !seen.has(edge.source))
      .map((edge) => edge.source)
      .filter((id, at, all) => all.indexOf(id) === at);
    for (const id of layer) seen.add(id);
    found.push(...layer);
  }
  return found;
}

const kindOf = (schema: JsonSchema): string =>
  [schema.type]
    .flat()
    .filter((kind) => typeof kind === 'string' && kind !== 'null')
    .join(', ');

function ofSchema(schema: unknown, depth = 0): Name[] {
  const fields = isObject(schema) && isObject(schema.properties) ? schema.properties : {};
  return Object.entries(fields).map(([name, field]) => {
    const plain = isObject(field) ? field : {};
    const inner = depth < DEEP ? ofSchema(plain, depth + 1) : [];
    return { name, detail: kindOf(plain), ...(inner.length > 0 && { inner }) };
  });
}

function ofValue(value: Json | undefined, depth = 0): Name[] {
  if (!isObject(value) || depth >= DEEP) return [];
  return Object.entries(value).map(([name, sample]) => {
    const inner = ofValue(sample, depth + 1);
    return { name, sample, ...(inner.length > 0 && { inner }) };
  });
}

/** Both lists in one: what is declared first, with the values of the run. */
function merged(declared: Name[], past: Name[]): Name[] {
  const known = new Map(past.map((item) => [item.name, item]));
  const all = declared.map((item): Name => {
    const twin = known.get(item.name);
    known.delete(item.name);
    const inner = merged(item.inner ?? [], twin?.inner ?? []);
    return { ...twin, ...item, ...(inner.length > 0 && { inner }) };
  });
  return [...all, ...known.values()];
}

function stateNames(graph: Graph): Name[] {
  const names = graph.nodes.flatMap(({ type, properties }) =>
    type === 'set_state' && isObject(properties.values) ? Object.keys(properties.values) : [],
  );
  return [...new Set(names)].map((name) => ({ name }));
}

function outputNames(node: GraphNode, types: NodeTypes): Name[] {
  const ports = outputsOf(node, types.get(node.type));
  const [only] = ports;
  if (ports.length === 1 && node.type !== 'input') return ofSchema(only?.schema);
  if (node.type === 'input') return ofSchema(node.properties.schema);
  return ports.map(({ name, schema }) => {
    const inner = ofSchema(schema);
    return { name, detail: kindOf(schema), ...(inner.length > 0 && { inner }) };
  });
}

export function namesInReach(graph: Graph, types: NodeTypes, place: Place, past: Past): Name[] {
  const ofNode = (id: string): Name[] => {
    const node = graph.nodes.find((each) => each.id === id);
    if (!node) return [];
    const sample = past.output(id);
    const inner = merged(outputNames(node, types), ofValue(sample));
    const detail = node.title || types.get(node.type)?.title || node.type;
    return [{ name: id, detail, ...(sample !== undefined && { sample }), inner }];
  };
  const before =
    place.node === null ? graph.nodes.map(({ id }) => id) : nodesBefore(graph, place.node);
  const own = place.after && place.node !== null ? ofNode(place.node) : [];
  const after: Name[] = own[0]
    ? [
        { ...own[0], name: 'output' },
        { name: 'action', detail: 'string' },
      ]
    : [];
  return [
    ...after,
    {
      name: 'inputs',
      inner: merged(ofSchema(inputSchema(graph)), ofValue(past.inputs)),
    },
    { name: 'nodes', inner: [...own, ...before.flatMap(ofNode)] },
    { name: 'state', inner: merged(stateNames(graph), ofValue(past.state)) },
    {
      name: 'run',
      inner: [
        { name: 'id', detail: 'string' },
        { name: 'started_at', detail: 'string' },
      ],
    },
    { name: 'attempt', detail: 'integer' },
    { name: 'item' },
    { name: 'index', detail: 'integer' },
  ];
}
