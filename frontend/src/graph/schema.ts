/** What a JSON Schema says about a value's type, in sets to compare and in words to show. */

import { text } from '../strings';
import { listed } from '../strings/formats';
import { isObject, type Json, type JsonObject, type JsonSchema } from './types';

export type Kind = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

const KINDS: readonly Kind[] = [
  'string',
  'number',
  'integer',
  'boolean',
  'object',
  'array',
  'null',
];

function kindOf(value: Json): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value as 'string' | 'boolean' | 'object';
}

/** Follows `#/$defs/Name` within `root`; an unknown reference stands for any value. */
export function resolve(schema: JsonSchema, root: JsonSchema = schema): JsonSchema {
  const reference = schema.$ref;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return schema;
  let found: Json | undefined = root;
  for (const part of reference.slice(2).split('/')) {
    found = isObject(found) ? found[part] : undefined;
  }
  if (!isObject(found)) return {};
  const { $ref: _used, ...beside } = schema;
  return resolve({ ...found, ...beside }, root);
}

function alternatives(schema: JsonSchema): JsonObject[] | null {
  const list = schema.anyOf ?? schema.oneOf;
  return Array.isArray(list) ? list.filter(isObject) : null;
}

/** The kinds a value may have; null means any. */
export function kindsOf(schema: JsonSchema, root: JsonSchema = schema): Set<Kind> | null {
  const plain = resolve(schema, root);
  const { type } = plain;
  if (typeof type === 'string') return new Set(KINDS.filter((kind) => kind === type));
  if (Array.isArray(type)) return new Set(KINDS.filter((kind) => type.includes(kind)));
  if (Array.isArray(plain.enum)) return new Set(plain.enum.map(kindOf));
  if (plain.const !== undefined) return new Set([kindOf(plain.const)]);
  const arms = alternatives(plain);
  if (!arms) return isObject(plain.properties) ? new Set<Kind>(['object']) : null;
  const all = new Set<Kind>();
  for (const arm of arms) {
    const kinds = kindsOf(arm, root);
    if (!kinds) return null;
    for (const kind of kinds) all.add(kind);
  }
  return all;
}

/** Takes `anyOf [T, null]` and references away, so that a form sees the one schema that matters. */
export function withoutNull(schema: JsonSchema, root: JsonSchema = schema): JsonSchema {
  const plain = resolve(schema, root);
  const arms = alternatives(plain)?.filter((arm) => arm.type !== 'null');
  if (arms?.length !== 1 || !arms[0]) return plain;
  const { anyOf: _any, oneOf: _one, ...beside } = plain;
  return { ...resolve(arms[0], root), ...beside };
}

function itemsOf(schema: JsonSchema): JsonSchema | null {
  const { items } = withoutNull(schema);
  return isObject(items) ? items : null;
}

function overlap(from: Kind, to: Kind): boolean {
  return (
    from === to ||
    (from === 'integer' && to === 'number') ||
    (from === 'number' && to === 'integer')
  );
}

/** True unless no value could be both; whether a value of several kinds fits is seen when it runs. */
export function fits(from: JsonSchema, to: JsonSchema): boolean {
  const given = kindsOf(from);
  const wanted = kindsOf(to);
  if (!given || !wanted) return true;
  const shared = [...given].filter(
    (kind) => kind !== 'null' && [...wanted].some((other) => overlap(kind, other)),
  );
  if (shared.length === 0) return false;
  if (shared.some((kind) => kind !== 'array')) return true;
  const fromItems = itemsOf(from);
  const toItems = itemsOf(to);
  return !fromItems || !toItems || fits(fromItems, toItems);
}

/** "a number", "text or a list of text", "anything"; `many` goes after "a list of". */
export function inWords(schema: JsonSchema, many = false): string {
  const t = text.graph;
  const kinds = kindsOf(schema);
  if (!kinds) return t.anything;
  const words = [...kinds]
    .filter((kind) => kind !== 'null' || kinds.size === 1)
    .map((kind) => {
      const items = kind === 'array' ? itemsOf(schema) : null;
      if (!items || !kindsOf(items)) return (many ? t.manyKinds : t.kinds)[kind];
      return (many ? t.listsOf : t.listOf)(inWords(items, true));
    });
  return listed(words, 'or');
}
