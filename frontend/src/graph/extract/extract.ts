/** Makes a sub-workflow of chosen nodes: its graph, and the changes that put one node in their place. */

import { applyAll, type Change } from '../changes';
import { cornerOf } from '../clipboard';
import { forgetEmptied } from '../drawn/groups';
import { newEdge, remove, setEdge, setNode } from '../edits';
import { sameJson } from '../equal';
import { freshId, idsOf, slugOf } from '../ids';
import { layout } from '../layout';
import type { Graph, GraphEdge, GraphNode, JsonObject, Point } from '../types';
import { namesIn, type Replace, replaced, replacedIn } from './references';
import { type Border, borderOf } from './refusal';

export interface Extraction {
  child: Graph;
  changes: Change[];
  /** The id of the node that stands for the sub-workflow. */
  node: string;
}

/** The layout comes last. */
const NOWHERE: Point = { x: 0, y: 0 };

const node = (
  id: string,
  type: string,
  title: string,
  properties: JsonObject,
  at: Point,
): GraphNode => ({
  id,
  type,
  title,
  properties,
  options: {},
  ui: { ...at },
});

/** What the sub-workflow is started with: a name for each thing of outside that is used within. */
function inputsOf({ chosen, inner, entering }: Border, ids: ReadonlySet<string>) {
  const within = [
    ...chosen.map((item): JsonObject => ({ p: item.properties, o: item.options })),
    ...inner.map((edge) => edge.when),
  ];
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const give = (expression: string, wanted: string): void => {
    if (names.has(expression)) return;
    const name = freshId(wanted, taken);
    taken.add(name);
    names.set(expression, name);
  };
  for (const name of namesIn(within, 'inputs')) give(`inputs.${name}`, name);
  for (const name of namesIn(within, 'nodes')) if (!ids.has(name)) give(`nodes.${name}`, name);
  for (const edge of entering) if (edge.target_handle) give(fedBy(edge), edge.target_handle);
  return names;
}

const fedBy = ({ source, source_handle: field }: GraphEdge): string =>
  field === null ? `nodes.${source}` : `nodes.${source}.${field}`;

/** The results that outside needs, each with the expression that gives it within. */
function outputsOf(graph: Graph, { leaving }: Border, ids: ReadonlySet<string>) {
  const outside = [
    ...graph.nodes
      .filter((item) => !ids.has(item.id))
      .map((item): JsonObject => ({ p: item.properties, o: item.options })),
    ...graph.edges.filter((edge) => !ids.has(edge.source)).map((edge) => edge.when),
  ];
  const results = new Map<string, string>();
  for (const name of namesIn(outside, 'nodes'))
    if (ids.has(name)) results.set(name, `nodes.${name}`);
  for (const edge of leaving) if (edge.target_handle) results.set(resultOf(edge), fedBy(edge));
  return results;
}

const resultOf = ({ source, source_handle: field }: GraphEdge): string =>
  field === null ? source : `${source}_${field}`;

function childOf(
  graph: Graph,
  border: Border,
  inputs: ReadonlyMap<string, string>,
  outputs: ReadonlyMap<string, string>,
  title: string,
): Graph {
  const { chosen, inner, entering } = border;
  const rename: Replace = (scope, name) => {
    const input = inputs.get(`${scope}.${name}`);
    return input === undefined ? null : `inputs.${input}`;
  };
  const moved = chosen.map((item): GraphNode => {
    const properties = replaced(item.properties, rename);
    const options = replaced(item.options, rename);
    return { ...item, properties, options };
  });
  const taken = idsOf(chosen);
  const begin = freshId('input', taken);
  taken.add(begin);
  const fields = Object.fromEntries([...inputs.values()].map((name) => [name, {}]));
  const schema = { type: 'object', properties: fields };
  const ends = [...outputs].map(([name, expression]) => {
    const id = freshId(slugOf(name), taken);
    taken.add(id);
    const source = expression.split('.')[1] ?? '';
    const value = { $expr: expression };
    const words = chosen.find((item) => item.id === source)?.title || name;
    return { source, made: node(id, 'output', words, { name, value }, NOWHERE) };
  });
  const entered = new Set(inner.map((edge) => edge.target));
  const first = moved.filter((item) => !entered.has(item.id));
  let child: Graph = {
    schema: 1,
    nodes: [
      node(begin, 'input', title, { schema }, NOWHERE),
      ...moved,
      ...ends.map((end) => end.made),
    ],
    edges: inner.map((edge) => ({
      ...edge,
      when: edge.when === null ? null : replacedIn(edge.when, rename),
    })),
    ...(graph.options ? { options: graph.options } : {}),
  };
  const line = (source: string, target: string, from: string | null, into: string | null): void => {
    const wanted = { source, target, source_handle: from, target_handle: into };
    child = { ...child, edges: [...child.edges, newEdge(child, wanted, null)] };
  };
  const fed = entering.filter((edge) => edge.target_handle !== null);
  for (const edge of fed) {
    line(begin, edge.target, inputs.get(fedBy(edge)) ?? null, edge.target_handle);
  }
  const led = new Set(fed.map((edge) => edge.target));
  for (const item of first) if (!led.has(item.id)) line(begin, item.id, null, null);
  for (const end of ends) line(end.source, end.made.id, null, null);
  return laidOut(child);
}

function laidOut(graph: Graph): Graph {
  const places = layout(graph);
  const nodes = graph.nodes.map((item) => {
    const { group: _left, ...ui } = item.ui;
    return { ...item, ui: { ...ui, ...places.get(item.id) } };
  });
  return { ...graph, nodes };
}

/** The lines that led in and out, now to and from the node in their place; alike ones become one. */
function relinked(graph: Graph, { entering, leaving }: Border, id: string): Change[] {
  const seen = new Set<string>();
  const lines = [
    ...entering.map((edge) => ({ ...edge, target: id, source_handle: null, target_handle: null })),
    ...leaving.map((edge) => ({
      ...edge,
      source: id,
      source_handle: edge.target_handle === null ? null : resultOf(edge),
    })),
  ].filter(({ source, target, action, when, target_handle: into }) => {
    const key = JSON.stringify([source, target, action, when, into]);
    return !seen.has(key) && seen.add(key);
  });
  return lines.map(
    (edge, index): Change => ({ kind: 'add_edge', edge, at: graph.edges.length + index }),
  );
}

/** Lets what stays outside read the results where they are now. */
function followed(graph: Graph, id: string, results: ReadonlyMap<string, string>): Change[] {
  const rename: Replace = (scope, name) =>
    scope === 'nodes' && results.has(name) ? `nodes.${id}.${name}` : null;
  const nodes = graph.nodes.flatMap((item): Change[] =>
    (['properties', 'options'] as const).flatMap((part) =>
      Object.entries(item[part]).flatMap(([key, value]) => {
        const to = replaced(value, rename);
        return sameJson(to, value) ? [] : setNode(item, [part, key], to);
      }),
    ),
  );
  const edges = graph.edges.flatMap((edge): Change[] => {
    const to = edge.when === null ? null : replacedIn(edge.when, rename);
    return to === edge.when ? [] : setEdge(edge, 'when', to);
  });
  return [...nodes, ...edges];
}

/** Ask `extractRefusal` first. `slug` is the new workflow's, `title` what the node is called. */
export function extract(
  graph: Graph,
  ids: ReadonlySet<string>,
  slug: string,
  title: string,
): Extraction {
  const border = borderOf(graph, ids);
  const inputs = inputsOf(border, ids);
  const outputs = outputsOf(graph, border, ids);
  const child = childOf(graph, border, inputs, outputs, title);
  const gone: Change[] = [
    ...forgetEmptied(graph, ids),
    ...remove(graph, ids, idsOf([...border.inner, ...border.entering, ...border.leaving])),
  ];
  const rest = applyAll(graph, gone);
  const id = freshId(slugOf(title), idsOf(rest.nodes));
  const values = Object.fromEntries(
    [...inputs].map(([expression, name]) => [name, { $expr: expression }]),
  );
  const made = node(
    id,
    'subworkflow',
    title,
    { workflow: slug, inputs: values },
    cornerOf(border.chosen),
  );
  const changes: Change[] = [
    ...gone,
    { kind: 'add_node', node: made, at: rest.nodes.length },
    ...relinked(rest, border, id),
    ...followed(rest, id, outputs),
  ];
  return { child, changes, node: id };
}
