// The mention that is being typed before the caret, and putting a person in its place; pure.
import type { People } from '../../../api/people';

export interface Typing {
  /** Where the "@" stands. */
  from: number;
  /** What follows it so far. */
  words: string;
}

/** The "@…" that the caret is in; null elsewhere, as in an e-mail address. */
export function typingAt(value: string, caret: number): Typing | null {
  const found = /(?:^|[\s([{,;:"'„“–—/])@([\w.+-]*)$/.exec(value.slice(0, caret));
  if (!found) return null;
  const words = found[1] ?? '';
  return { from: caret - words.length - 1, words };
}

type Person = People['users'][number];
const MOST = 6;

/** Those whose name, or a word of it, begins so. */
export function peopleFor(users: readonly Person[], words: string): Person[] {
  const wanted = words.toLowerCase();
  const fits = ({ username, name }: Person) =>
    [username, ...name.split(/\s+/)].some((word) => word.toLowerCase().startsWith(wanted));
  return users.filter(fits).slice(0, MOST);
}

/** The text with the person mentioned, and where the caret goes. */
export function withMention(
  value: string,
  { from, words }: Typing,
  username: string,
): { value: string; caret: number } {
  const mention = `@${username} `;
  const rest = value.slice(from + 1 + words.length);
  return {
    value: value.slice(0, from) + mention + rest.replace(/^ /, ''),
    caret: from + mention.length,
  };
}
