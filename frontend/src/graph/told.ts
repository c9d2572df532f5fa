/** What the server says in English of node types, templates and problems, in the reader's language. */

import { text } from '../strings';
import {
  type Graph,
  isObject,
  type Json,
  type JsonObject,
  type NodeTypes,
  type Problem,
} from './types';

/** Our own steps and templates; what other modules bring stays in their authors' words. */
export const told = (english: string): string => text.graph.fromServer[english] ?? english;

/** A JSON Schema whose titles and descriptions are translated, at any depth. */
export function toldSchema(schema: JsonObject): JsonObject {
  const within = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(within);
    return isObject(value) ? toldSchema(value) : value;
  };
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      typeof value === 'string' && (key === 'title' || key === 'description')
        ? [key, told(value)]
        : [key, key === 'default' || key === 'const' || key === 'enum' ? value : within(value)],
    ),
  );
}

/** How the form calls what a problem is about: "/properties/due_seconds" is "Due after". */
function fieldOf({ node_id, pointer }: Problem, graph: Graph, types: NodeTypes): string {
  const path = pointer?.split('/').slice(2) ?? [];
  const node = graph.nodes.find(({ id }) => id === node_id);
  const fields = types.get(node?.type ?? '')?.properties.properties;
  const field = isObject(fields) && path[0] !== undefined ? fields[path[0]] : undefined;
  const title = isObject(field) && typeof field.title === 'string' ? field.title : path[0];
  return [title, ...path.slice(1)].filter(Boolean).join(' › ');
}

export function toldProblem(problem: Problem, graph: Graph, types: NodeTypes): Problem {
  const say = text.graph.findings[problem.code];
  if (!say) return problem;
  const field = fieldOf(problem, graph, types);
  return { ...problem, message: say({ field, said: problem.message }) };
}
