/** Names in expressions and templates (`nodes.pay.amount`, `inputs.order`): finding and replacing them. */

import { isObject, type Json, type JsonObject } from '../types';

export type Scope = 'nodes' | 'inputs';
const NAME = /\b(nodes|inputs)\.([A-Za-z_]\w*)/g;

export type Replace = (scope: Scope, name: string) => string | null;

export function replacedIn(words: string, replace: Replace): string {
  return words.replace(NAME, (whole, scope: Scope, name: string) => replace(scope, name) ?? whole);
}

export function replaced<T extends Json>(value: T, replace: Replace): T {
  if (typeof value === 'string') return replacedIn(value, replace) as T;
  if (Array.isArray(value)) return value.map((item) => replaced(item, replace)) as T;
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, replaced(item, replace)]),
  ) as JsonObject as T;
}

/** All names of one scope, each once, in the order in which they stand. */
export function namesIn(value: Json, scope: Scope): Set<string> {
  const found = new Set<string>();
  replaced(value, (of, name) => {
    if (of === scope) found.add(name);
    return null;
  });
  return found;
}
