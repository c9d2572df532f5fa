/** Problems that can be told in the browser at once; the server's validator has the last word. */

import { text } from '../strings';
import { actionsOf } from './actions';
import { idsOf } from './ids';
import { typeRefusal } from './ports';
import { toldProblem } from './told';
import type { Graph, GraphEdge, NodeTypes, Problem } from './types';

const t = text.graph;

function problem(code: string, message: string, where: Partial<Problem>): Problem {
  return { code, message, node_id: null, edge_id: null, pointer: null, ...where };
}

function twice(ids: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const doubled = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) doubled.add(id);
    seen.add(id);
  }
  return doubled;
}

function nodeProblems(graph: Graph, types: NodeTypes): Problem[] {
  const doubled = twice(graph.nodes.map((node) => node.id));
  const found = [...doubled].map((id) => problem('duplicate_id', t.twoNodes(id), { node_id: id }));
  for (const node of graph.nodes) {
    if (types.size > 0 && !types.has(node.type)) {
      found.push(problem('unknown_type', t.noType(node.type), { node_id: node.id }));
    }
  }
  return found;
}

function edgeProblem(graph: Graph, edge: GraphEdge, types: NodeTypes): Problem | null {
  const where = { edge_id: edge.id };
  const source = graph.nodes.find((node) => node.id === edge.source);
  const target = graph.nodes.find((node) => node.id === edge.target);
  if (!source) return problem('dangling_edge', t.fromNowhere(edge.source), where);
  if (!target) return problem('dangling_edge', t.toNowhere(edge.target), where);
  if (source === target && edge.action === null) {
    return problem('self_loop', t.leadsBack(source.title), where);
  }
  const refused = typeRefusal(source, target, edge, types);
  if (refused)
    return problem('incompatible_types', `${source.title} → ${target.title}: ${refused}`, where);
  const known = actionsOf(source, types.get(source.type));
  const free =
    edge.action === null || edge.action === '*' || edge.action === 'error' || known.length === 0;
  if (free || known.includes(edge.action ?? '') || types.get(source.type)?.suspendable) return null;
  return problem('unknown_action', t.neverBy(source.title, edge.action ?? ''), where);
}

/** Lists dangling edges, doubled ids, unknown types, wrong port types and actions nobody takes. */
export function validate(graph: Graph, types: NodeTypes): Problem[] {
  const doubledEdges = [...twice(graph.edges.map((edge) => edge.id))].map((id) =>
    problem('duplicate_id', t.twoLines(id), { edge_id: id }),
  );
  const edges = graph.edges.flatMap((edge) => edgeProblem(graph, edge, types) ?? []);
  return [...nodeProblems(graph, types), ...doubledEdges, ...edges];
}

/** The server's list while it speaks of this graph, else what can be told here plus what is still there. */
export function currentProblems(
  graph: Graph,
  types: NodeTypes,
  server: readonly Problem[],
  fresh: boolean,
): Problem[] {
  const told = (item: Problem) => toldProblem(item, graph, types);
  if (fresh) return server.map(told);
  const nodes = idsOf(graph.nodes);
  const edges = idsOf(graph.edges);
  const local = validate(graph, types);
  const covered = new Set(local.map((item) => `${item.node_id}/${item.edge_id}`));
  const still = server.filter((item) => {
    if (item.code === 'empty') return graph.nodes.length === 0;
    if (item.node_id !== null && !nodes.has(item.node_id)) return false;
    if (item.edge_id !== null && !edges.has(item.edge_id)) return false;
    return !covered.has(`${item.node_id}/${item.edge_id}`);
  });
  return [...local, ...still.map(told)];
}
