/** Completing the name under the caret of an expression, or within `{{ }}` of a text; pure. */

import type { Name } from './reach';

export interface Suggestion extends Name {
  /** What is put in place of the characters from `from` to the caret. */
  insert: string;
  from: number;
  /** A function: it is called with what stands in its brackets. */
  call?: boolean;
}

const FUNCTIONS = ['size', 'has', 'string', 'int', 'double', 'timestamp', 'duration'];
const METHODS = ['contains', 'startsWith', 'endsWith', 'matches', 'exists', 'all', 'filter', 'map'];
const PLAIN = /^[A-Za-z_]\w*$/;
const CHAIN = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[(?:"[^"\]]*"|'[^'\]]*')\]|\[\d+\])*\.?$/;
const PART = /[A-Za-z_]\w*|\["[^"]*"\]|\['[^']*'\]|\[\d+\]/g;
const MOST = 40;

/** A value is an expression behind "="; a filled one may also hold double braces, which the node fills in. */
export type Language = 'expression' | 'template' | 'value' | 'filled';

/** True when the caret stands inside of a text in quotes. */
function inText(before: string): boolean {
  let open = '';
  for (let at = 0; at < before.length; at += 1) {
    const sign = before[at] ?? '';
    if (open && sign === '\\') at += 1;
    else if (open) open = sign === open ? '' : open;
    else if (sign === '"' || sign === "'") open = sign;
  }
  return open !== '';
}

const bare = (part: string): string =>
  part.startsWith('[') ? part.slice(1, -1).replace(/^["']|["']$/g, '') : part;

function follow(names: readonly Name[], path: string[]): Name[] {
  return path.reduce<readonly Name[]>(
    (list, part) => list.find(({ name }) => name === part)?.inner ?? [],
    names,
  ) as Name[];
}

function rank(name: string, typed: string): number {
  const [a, b] = [name.toLowerCase(), typed.toLowerCase()];
  if (a.startsWith(b)) return 0;
  return a.includes(b) ? 1 : -1;
}

interface Stand {
  path: string[];
  typed: string;
  /** Where the typed part begins; with a dot before it when there is one. */
  from: number;
}

function standOf(before: string, caret: number): Stand | null {
  const chain = CHAIN.exec(before)?.[0] ?? '';
  if (chain === '') return { path: [], typed: '', from: caret };
  const parts = (chain.match(PART) ?? []).map(bare);
  if (chain.endsWith('.')) return { path: parts, typed: '', from: caret };
  if (chain.endsWith(']')) return null;
  const typed = parts.at(-1) ?? '';
  return { path: parts.slice(0, -1), typed, from: caret - typed.length };
}

/** What stands between open braces and the caret of a text; null outside of them. */
function inBraces(before: string): string | null {
  const open = before.lastIndexOf('{{');
  return open < 0 || before.slice(open).includes('}}') ? null : before.slice(open + 2);
}

/** What may stand at the caret, the best first; nothing within quotes and after what is unknown. */
export function suggest(
  source: string,
  caret: number,
  names: readonly Name[],
  language: Language = 'expression',
): Suggestion[] {
  const isValue = language === 'value' || language === 'filled';
  const isExpression = language === 'expression' || (isValue && source[0] === '=');
  if (language === 'value' && !isExpression) return [];
  const before = isExpression ? source.slice(0, caret) : inBraces(source.slice(0, caret));
  if (before === null || inText(before)) return [];
  const stand = standOf(before, caret);
  if (!stand) return [];
  const { path, typed, from } = stand;
  const dotted = path.length > 0;
  const found = follow(names, path).map((item): Suggestion => {
    const plain = PLAIN.test(item.name) || !dotted;
    return plain
      ? { ...item, insert: item.name, from }
      : { ...item, insert: `["${item.name}"]`, from: from - 1 };
  });
  if (isExpression) found.push(...calls(dotted, found.length, typed, from));
  return found
    .map((item) => ({ item, place: rank(item.name, typed) }))
    .filter(({ item, place }) => place >= 0 && !(item.name === typed && !item.inner))
    .sort((a, b) => a.place - b.place)
    .slice(0, MOST)
    .map(({ item }) => item);
}

function calls(dotted: boolean, known: number, typed: string, from: number): Suggestion[] {
  // Where fields are known, functions come only to those who begin to write one.
  if (dotted && known > 0 && typed === '') return [];
  const list = dotted ? METHODS : typed === '' ? [] : FUNCTIONS;
  return list.map((name) => ({ name, insert: `${name}(`, from, call: true }));
}

/** The source with a suggestion taken, and where the caret is then. */
export function accept(
  source: string,
  caret: number,
  { insert, from }: Suggestion,
): { source: string; caret: number } {
  return {
    source: source.slice(0, from) + insert + source.slice(caret),
    caret: from + insert.length,
  };
}
