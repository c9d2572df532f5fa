// Routing rules as a list that can be read, changed and reordered; pure.
import { isObject, type Json, type JsonObject } from '../../../graph/types';

export const routesOf = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** The list with another rule in one place; null takes it out. */
export const replaced = (
  routes: readonly JsonObject[],
  at: number,
  next: JsonObject | null,
): JsonObject[] =>
  routes.flatMap((route, index) => (index === at ? (next === null ? [] : [next]) : [route]));

/** The list with one rule in another place; the others keep their order. */
export function moved(routes: readonly JsonObject[], from: number, to: number): JsonObject[] {
  const rule = routes[from];
  if (!rule || to < 0 || to >= routes.length) return [...routes];
  const others = routes.filter((_, index) => index !== from);
  return [...others.slice(0, to), rule, ...others.slice(to)];
}
