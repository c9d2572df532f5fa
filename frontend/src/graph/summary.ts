/** The line under a node's title: what it is set to, in a few words. */

import { text } from '../strings';
import { type GraphNode, isExpression, isObject, type Json, type NodeType } from './types';

const t = text.time;
const UNITS: readonly [number, (count: number) => string][] = [
  [86400, t.days],
  [3600, t.h],
  [60, t.min],
];
const SUFFIX: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86400 };

/** Seconds of a number or of "2m"; null for anything else. */
export function secondsOf(value: Json | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : null;
  if (typeof value !== 'string') return null;
  const match = /^(\d+)([smhd])$/.exec(value.trim());
  return match?.[1] && match[2] ? Number(match[1]) * (SUFFIX[match[2]] ?? 1) : null;
}

/** 172800 → "2 days", 5400 → "90 min": the largest unit that divides it. */
export function durationInWords(seconds: number): string {
  for (const [size, words] of UNITS) {
    if (seconds >= size && seconds % size === 0) return words(seconds / size);
  }
  return t.s(String(seconds));
}

function plain(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (isExpression(value)) return `ƒx ${value.$expr}`;
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim();
  if (Array.isArray(value)) return value.map(plain).filter(Boolean).join(', ');
  return isObject(value) ? Object.keys(value).join(', ') : String(value);
}

function duration(value: Json | undefined): string {
  const seconds = secondsOf(value);
  return seconds === null ? plain(value) : seconds === 0 ? '' : durationInWords(seconds);
}

function people({ properties }: GraphNode): string {
  const who = [plain(properties.groups), plain(properties.users)].filter(Boolean).join(', ');
  const due = duration(properties.due_seconds);
  return [who, due && t.dueIn(due)].filter(Boolean).join(' · ');
}

function fieldsOf(schema: Json | undefined): string {
  return isObject(schema) && isObject(schema.properties)
    ? Object.keys(schema.properties).join(', ')
    : '';
}

function caseNames({ properties }: GraphNode): string {
  const cases = Array.isArray(properties.cases) ? properties.cases : [];
  return cases
    .map((item) => (isObject(item) ? plain(item.action) : ''))
    .filter(Boolean)
    .join(', ');
}

const DETAIL: Record<string, (node: GraphNode) => string> = {
  approval: people,
  form: people,
  question: people,
  input: ({ properties }) => fieldsOf(properties.schema),
  switch: caseNames,
  sleep: ({ properties }) => duration(properties.duration_seconds) || plain(properties.until),
};
/** For other nodes the first of these that is set tells what it does. */
const TELLING = [
  'expression',
  'wait_reason',
  'template',
  'message',
  'name',
  'url',
  'function',
  'workflow',
  'value',
  'values',
  'to',
  'title',
];

function detailOf(node: GraphNode): string {
  const own = DETAIL[node.type];
  if (own) return own(node);
  const key = TELLING.find((name) => plain(node.properties[name]) !== '');
  return key ? plain(node.properties[key]) : '';
}

/** "managers · due in 2 days"; the type goes before it unless the title or the people say it already. */
export function summaryOf(node: GraphNode, type: NodeType | undefined): string {
  const detail = detailOf(node);
  const name = type?.title ?? node.type;
  const titled = node.title.trim().toLowerCase() === name.toLowerCase();
  if (detail === '') return (titled && type?.description) || name;
  const known = titled || DETAIL[node.type] === people;
  return known ? detail : `${name} · ${detail}`;
}
