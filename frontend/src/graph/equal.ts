/** Structural equality and reading and writing at a path in JSON values, without changing them. */

import { isObject, type Json, type JsonObject } from './types';

export type Path = readonly string[];

export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => sameJson(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]));
}

export function getIn(value: unknown, path: Path): Json | undefined {
  let current: unknown = value;
  for (const key of path) {
    if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current as Json | undefined;
}

/** Returns a copy with `to` at `path`; `undefined` takes the key away, and objects left empty on the way stay. */
export function setIn(value: JsonObject, path: Path, to: Json | undefined): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (rest.length > 0) {
    const child = value[key];
    return { ...value, [key]: setIn(isObject(child) ? child : {}, rest, to) };
  }
  if (to !== undefined) return { ...value, [key]: to };
  const { [key]: _gone, ...others } = value;
  return others;
}
