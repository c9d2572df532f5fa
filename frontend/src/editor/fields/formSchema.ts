// Between a JSON Schema and the rows of the small form editor; what rows cannot say stays JSON.
import { sameJson } from '../../graph/equal';
import { isObject, type Json, type JsonObject } from '../../graph/types';

export const KINDS = [
  'text',
  'long',
  'number',
  'integer',
  'boolean',
  'date',
  'choice',
  'list',
] as const;
export type FormKind = (typeof KINDS)[number];

export interface FormField {
  name: string;
  kind: FormKind;
  required: boolean;
  choices?: string[];
  /** Keywords beside the kind, such as a title, kept as they are. */
  rest?: JsonObject;
}

const SHAPES: Record<Exclude<FormKind, 'choice'>, JsonObject> = {
  long: { type: 'string', format: 'textarea' },
  date: { type: 'string', format: 'date' },
  text: { type: 'string' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  list: { type: 'array', items: { type: 'string' } },
};
const KEPT = ['title', 'description', 'default', 'minimum', 'maximum', 'minLength', 'maxLength'];

function readField(name: string, schema: Json, required: boolean): FormField | null {
  if (!isObject(schema)) return null;
  const entries = Object.entries(schema);
  const rest = Object.fromEntries(entries.filter(([key]) => KEPT.includes(key)));
  const shape = Object.fromEntries(entries.filter(([key]) => !KEPT.includes(key)));
  const { enum: choices, ...beside } = shape;
  if (Array.isArray(choices) && sameJson(beside, { type: 'string' })) {
    return { name, kind: 'choice', required, choices: choices.map(String), rest };
  }
  const kind = KINDS.find((each) => each !== 'choice' && sameJson(SHAPES[each], shape));
  return kind ? { name, kind, required, rest } : null;
}

/** The rows of a schema, or null when rows cannot say all that it says. */
export function readForm(schema: Json | undefined): FormField[] | null {
  if (schema === undefined || schema === null) return [];
  if (!isObject(schema)) return null;
  const { type, properties = {}, required = [], additionalProperties: _any, ...others } = schema;
  const plain = (type === undefined || type === 'object') && isObject(properties);
  const extra = Object.keys(others).filter((key) => key !== 'title' && key !== 'description');
  if (!plain || extra.length > 0 || !Array.isArray(required)) return null;
  const fields = Object.entries(properties).map(([name, field]) =>
    readField(name, field, required.includes(name)),
  );
  return fields.every((field) => field !== null) ? (fields as FormField[]) : null;
}

function writeField({ kind, choices, rest }: FormField): JsonObject {
  if (kind !== 'choice') return { ...SHAPES[kind], ...rest };
  return { type: 'string', enum: choices ?? [], ...rest };
}

/** A schema of the rows; a title and the like of the schema before stay. No rows are no schema. */
export function writeForm(
  fields: readonly FormField[],
  before: Json | undefined,
): JsonObject | undefined {
  if (fields.length === 0) return undefined;
  const { type: _t, properties: _p, required: _r, ...others } = isObject(before) ? before : {};
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return {
    ...others,
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, writeField(field)])),
    ...(required.length > 0 ? { required } : {}),
  };
}
