// Which field draws a property: read from its JSON Schema, its format and, last, its name.
import { kindsOf, withoutNull } from '../../graph/schema';
import { isObject, type Json, type JsonObject, type JsonSchema } from '../../graph/types';

export type FieldKind =
  | 'text'
  | 'multiline'
  | 'template'
  | 'cel'
  | 'number'
  | 'duration'
  | 'boolean'
  | 'enum'
  | 'texts'
  | 'users'
  | 'groups'
  | 'people'
  | 'rows'
  | 'options'
  | 'workflow'
  | 'calendar'
  | 'pairs'
  | 'group'
  | 'schema'
  | 'any'
  | 'json';

const FORMATS: Record<string, FieldKind> = {
  cel: 'cel',
  template: 'template',
  multiline: 'multiline',
  textarea: 'multiline',
  user: 'users',
  users: 'users',
  group: 'groups',
  groups: 'groups',
  duration: 'duration',
  'json-schema': 'schema',
  workflow: 'workflow',
  calendar: 'calendar',
};
export const LONG = /^(instructions|body|template|message|description|question)$/;

function itemsOf(schema: JsonSchema, root: JsonSchema): JsonSchema {
  return isObject(schema.items) ? withoutNull(schema.items, root) : {};
}

/** An id and what people read for it. */
const isOptions = (fields: JsonObject): boolean =>
  Object.keys(fields).length === 2 && 'id' in fields && 'label' in fields;

function listKind(name: string, items: JsonSchema): FieldKind {
  const format = typeof items.format === 'string' ? FORMATS[items.format] : undefined;
  if (format === 'users' || format === 'groups') return format;
  if (name === 'users' || name === 'groups') return name;
  if (isObject(items.properties)) return isOptions(items.properties) ? 'options' : 'rows';
  return kindsOf(items)?.has('string') ? 'texts' : 'json';
}

function objectKind(name: string, schema: JsonSchema): FieldKind {
  if (name === 'schema') return 'schema';
  const keys = Object.keys(isObject(schema.properties) ? schema.properties : {});
  if (keys.length > 0 && keys.every((key) => key === 'users' || key === 'groups')) return 'people';
  if (keys.length > 0) return 'group';
  return name === 'escalate_to' ? 'people' : 'pairs';
}

export function fieldKind(name: string, schema: JsonSchema, root: JsonSchema): FieldKind {
  const plain = withoutNull(schema, root);
  const format = typeof plain.format === 'string' ? FORMATS[plain.format] : undefined;
  const kinds = kindsOf(plain, root);
  if (kinds?.has('array') && kinds.size <= 2) return listKind(name, itemsOf(plain, root));
  if (format) return format;
  if (name.endsWith('_seconds')) return 'duration';
  if (Array.isArray(plain.enum)) return 'enum';
  if (!kinds) return name === 'schema' ? 'schema' : 'any';
  if (kinds.has('object')) return kinds.size > 2 ? 'json' : objectKind(name, plain);
  if (kinds.has('boolean')) return kinds.size === 1 ? 'boolean' : 'json';
  if (kinds.has('number') || kinds.has('integer')) return kinds.has('string') ? 'text' : 'number';
  return LONG.test(name) ? 'multiline' : 'text';
}

/** A value as CEL source where both read alike, so that switching to an expression keeps it. */
export function asExpression(value: Json | undefined): string {
  return value === undefined || value === null || value === '' ? '' : JSON.stringify(value);
}

/** An expression back as a value when it is nothing but one. */
export function asValue(source: string): Json | undefined {
  try {
    return JSON.parse(source) as Json;
  } catch {
    return undefined;
  }
}
