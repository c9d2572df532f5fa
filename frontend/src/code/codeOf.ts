// What a version says of a workflow that is a Python function; pure.
import type { JsonSchema } from '../api/types';
import { isObject, textOf } from '../run/words';

export interface Code {
  module: string;
  name: string;
  /** The schema of its inputs, for forms. */
  inputs: JsonSchema;
}

/** Null for a workflow that is drawn. */
export function codeOf(graph: unknown): Code | null {
  if (!isObject(graph) || !isObject(graph.function)) return null;
  const { module, name } = graph.function;
  const inputs = isObject(graph.inputs) ? graph.inputs : {};
  return { module: textOf(module), name: textOf(name), inputs };
}

export interface CodeInput {
  name: string;
  title: string;
  kind: string;
  needed: boolean;
  about: string;
  /** Written as JSON; empty without one. */
  fallback: string;
}

function kindOf(schema: Record<string, unknown>): string {
  const { type, enum: choices, format } = schema;
  if (Array.isArray(choices)) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  const name = Array.isArray(type) ? type.join(' | ') : textOf(type);
  return [name || 'any', textOf(format)].filter(Boolean).join(', ');
}

/** The inputs as rows, in the order of the function's parameters. */
export function inputsOf({ inputs }: Code): CodeInput[] {
  const required = Array.isArray(inputs.required) ? inputs.required : [];
  const fields = isObject(inputs.properties) ? inputs.properties : {};
  return Object.entries(fields).map(([name, field]) => {
    const schema = isObject(field) ? field : {};
    return {
      name,
      title: textOf(schema.title),
      kind: kindOf(schema),
      needed: required.includes(name),
      about: textOf(schema.description),
      fallback: schema.default === undefined ? '' : JSON.stringify(schema.default),
    };
  });
}
