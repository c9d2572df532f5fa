// The schema of a run's inputs: that of the graph's input nodes.
import { isObject, type JsonObject } from '../../graph/types';

interface Inputs {
  nodes: readonly { type: string; properties?: object }[];
}

/** Null when no input node says what it takes. */
export function inputSchema(graph: Inputs): JsonObject | null {
  const schemas = graph.nodes
    .filter((node) => node.type === 'input')
    .map((node) => (node.properties as JsonObject | undefined)?.schema)
    .filter(isObject);
  const [first] = schemas;
  if (!first || schemas.length === 1) return first ?? null;
  return {
    type: 'object',
    properties: Object.assign({}, ...schemas.map((schema) => schema.properties)) as JsonObject,
    required: schemas.flatMap((schema) => (Array.isArray(schema.required) ? schema.required : [])),
  };
}
