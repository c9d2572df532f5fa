// Fuzzy search over node types: title first, then category, type, description and port names.
import { told } from '../../graph/told';
import type { NodeType } from '../../graph/types';
import { inOrder } from '../../strings/formats';

/** Higher is better, 0 is no match: a beginning beats a word's beginning beats letters in order. */
export function score(query: string, words: string): number {
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  const given = words.toLowerCase();
  if (wanted === '') return 1;
  if (given.startsWith(wanted)) return 100;
  const parts = given.split(/[\s._-]+/);
  if (parts.some((word) => word.startsWith(wanted))) return 80;
  if (
    wanted.length > 1 &&
    parts
      .map((word) => word[0])
      .join('')
      .startsWith(wanted)
  )
    return 70;
  if (given.replace(/[\s._-]+/g, '').includes(wanted)) return 60;
  return scattered(wanted, given);
}

/** All letters in their order, the closer together the better. */
function scattered(wanted: string, given: string): number {
  let at = -1;
  let gaps = 0;
  for (const letter of wanted) {
    const next = given.indexOf(letter, at + 1);
    if (next < 0) return 0;
    if (at >= 0) gaps += next - at - 1;
    at = next;
  }
  return gaps > wanted.length * 2 ? 0 : Math.max(1, 40 - gaps * 4);
}

function best(query: string, type: NodeType): number {
  const ports = [...type.inputs, ...type.outputs].map((port) => port.name).join(' ');
  return Math.max(
    score(query, type.title),
    score(query, type.type) * 0.9,
    score(query, told(type.category)) * 0.7,
    ...type.tags.map((tag) => score(query, tag) * 0.75),
    query.length > 2 && type.description.toLowerCase().includes(query.toLowerCase()) ? 30 : 0,
    query.length > 2 && ports.includes(query.toLowerCase()) ? 20 : 0,
  );
}

export function find(types: Iterable<NodeType>, query: string): NodeType[] {
  const trimmed = query.trim();
  const list = [...types];
  if (trimmed === '') return list;
  return list
    .map((type) => ({ type, points: best(trimmed, type) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || inOrder(a.type.title, b.type.title))
    .map(({ type }) => type);
}

const ORDER = ['start', 'people', 'wait', 'flow', 'data'];

/** Groups by category in the order people look for them; other categories follow by name. */
export function grouped(types: Iterable<NodeType>): [string, NodeType[]][] {
  const groups = new Map<string, NodeType[]>();
  for (const type of types) groups.set(type.category, [...(groups.get(type.category) ?? []), type]);
  const rank = (category: string) => {
    const place = ORDER.findIndex((word) => category.toLowerCase().includes(word));
    return place < 0 ? ORDER.length : place;
  };
  return [...groups].sort(([a], [b]) => rank(a) - rank(b) || inOrder(a, b));
}
