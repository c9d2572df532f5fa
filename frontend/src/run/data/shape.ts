// What a JSON value is made of: a JSON Schema that fits it, and the same as lines to read; pure.
import type { Json, JsonObject } from '../../api/types';
import { sameJson } from '../../graph/equal';
import { isObject } from '../words';

const FORMATS: [string, RegExp][] = [
  ['date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['email', /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ['uri', /^https?:\/\/\S+$/],
];

/** Two schemas as one that both fit. */
function merged(one: JsonObject, two: JsonObject): JsonObject {
  if (sameJson(one, two)) return one;
  if (one.type === 'object' && two.type === 'object') return mergedObjects(one, two);
  if (one.type === 'array' && two.type === 'array') {
    if (!isObject(one.items)) return two;
    return isObject(two.items) ? { type: 'array', items: merged(one.items, two.items) } : one;
  }
  const types = [...new Set([one, two].flatMap(({ type }) => type as string | string[]))];
  // A whole number is a number.
  const least = types.includes('number') ? types.filter((type) => type !== 'integer') : types;
  return { type: least.length === 1 ? (least[0] as string) : least };
}

function mergedObjects(one: JsonObject, two: JsonObject): JsonObject {
  const [left, right] = [one.properties as JsonObject, two.properties as JsonObject];
  const properties: JsonObject = { ...left };
  for (const [key, schema] of Object.entries(right)) {
    const known = properties[key];
    properties[key] = isObject(known) ? merged(known, schema as JsonObject) : schema;
  }
  const inTwo = new Set(two.required as string[]);
  return {
    type: 'object',
    properties,
    required: (one.required as string[]).filter((key) => inTwo.has(key)),
  };
}

export function schemaOf(value: Json): JsonObject {
  if (value === null) return { type: 'null' };
  if (typeof value === 'boolean') return { type: 'boolean' };
  if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' };
  if (typeof value === 'string') {
    const format = FORMATS.find(([, looks]) => looks.test(value))?.[0];
    return format ? { type: 'string', format } : { type: 'string' };
  }
  if (Array.isArray(value)) {
    const [first, ...rest] = value.map(schemaOf);
    return first ? { type: 'array', items: rest.reduce(merged, first) } : { type: 'array' };
  }
  const properties = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, schemaOf(item)]),
  );
  return { type: 'object', properties, required: Object.keys(value) };
}

export interface SchemaLine {
  path: string;
  name: string;
  depth: number;
  /** "array", or several types. */
  types: string[];
  format: string | null;
  /** Not in every item of the list around it. */
  isOptional: boolean;
}

/** A schema as lines, one a field, deeper ones further in. */
export function linesOf(schema: JsonObject, depth = 0, path = ''): SchemaLine[] {
  const inside = schema.type === 'array' && isObject(schema.items) ? schema.items : schema;
  if (inside.type === 'array') return linesOf(inside, depth, path);
  const required = new Set(inside.required as string[] | undefined);
  const properties = isObject(inside.properties) ? inside.properties : {};
  return Object.entries(properties).flatMap(([name, value]) => {
    const field = value as JsonObject;
    const below = path ? `${path}.${name}` : name;
    const line: SchemaLine = {
      path: below,
      name,
      depth,
      types: [field.type as string | string[]].flat(),
      format: typeof field.format === 'string' ? field.format : null,
      isOptional: !required.has(name),
    };
    return [line, ...linesOf(field, depth + 1, below)];
  });
}

export interface Columns {
  names: string[];
  rows: JsonObject[];
}

const MOST_COLUMNS = 12;

/** A list of objects as a table; null for what is none, or has too many columns to be read as one. */
export function tableOf(value: Json | undefined): Columns | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isObject)) return null;
  const names = [...new Set(value.flatMap((row) => Object.keys(row)))];
  return names.length > 0 && names.length <= MOST_COLUMNS ? { names, rows: value } : null;
}
