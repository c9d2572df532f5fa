// Small readings of JSON values and names that the run page and the inbox share; no React, no requests.
import type { GraphJson, Json, JsonObject } from '../api/types';

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** "cost_centre" and "costCentre" become "Cost centre"; an abbreviation such as "IBAN" stays. */
export function humanise(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_.-]+/)
    .filter(Boolean)
    .map((word) => (word.length > 1 && word === word.toUpperCase() ? word : word.toLowerCase()));
  const sentence = words.join(' ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

export type TitleOf = (nodeId: string | null) => string;

/** How the steps of a graph are called: their title, else their id in words. */
export function titles(graph: GraphJson | undefined): TitleOf {
  const known = new Map(graph?.nodes.map((node) => [node.id, node.title?.trim()]));
  return (id) => (id === null ? '' : known.get(id) || humanise(id) || id);
}

/** The end of an id (its start is a date): enough to tell runs apart, as the run list shows it. */
export const shortId = (id: string): string => id.slice(-8);

/** A value in a few characters, for one line. */
export function inShort(value: Json | undefined, limit = 48): string {
  if (value === undefined || value === null) return '';
  const plain = typeof value === 'string' ? value : JSON.stringify(value);
  const line = plain.replace(/\s+/g, ' ').trim();
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}
