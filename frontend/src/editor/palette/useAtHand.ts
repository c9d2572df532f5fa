// The node types that this person likes, and those used last, newest first; kept in the browser.
import { useCallback, useMemo } from 'react';
import type { NodeType, NodeTypes } from '../../graph/types';
import { useRemembered } from '../../ui/remembered';

const MOST = 5;
const NONE: string[] = [];

/** Puts those first that are named, in that order, and leaves the others in theirs. */
export function namedFirst(types: readonly NodeType[], names: readonly string[]): NodeType[] {
  const first = names.flatMap((name) => types.find(({ type }) => type === name) ?? []);
  return [...first, ...types.filter((type) => !first.includes(type))];
}

export const withUsed = (recent: readonly string[], type: string): string[] =>
  [type, ...recent.filter((name) => name !== type)].slice(0, MOST);

/** Adds a type to those that are liked, or takes it away again. */
export const toggled = (liked: readonly string[], type: string): string[] =>
  liked.includes(type) ? liked.filter((name) => name !== type) : [...liked, type];

export interface AtHand {
  liked: NodeType[];
  /** Those used last that are not liked anyway. */
  recent: NodeType[];
  /** The names of both, those liked first. */
  names: string[];
  like: (type: string) => void;
  used: (type: string) => void;
}

export function useAtHand(types: NodeTypes): AtHand {
  const [last, setLast] = useRemembered<string[]>('editor.recent', NONE);
  const [favourites, setFavourites] = useRemembered<string[]>('editor.favourites', NONE);
  const liked = useMemo(() => named(types, favourites), [favourites, types]);
  const recent = useMemo(
    () =>
      named(
        types,
        last.filter((name) => !favourites.includes(name)),
      ),
    [last, favourites, types],
  );
  const names = useMemo(() => [...liked, ...recent].map(({ type }) => type), [liked, recent]);
  const used = useCallback((type: string) => setLast(withUsed(last, type)), [last, setLast]);
  const like = useCallback(
    (type: string) => setFavourites(toggled(favourites, type)),
    [favourites, setFavourites],
  );
  return { liked, recent, names, like, used };
}

const named = (types: NodeTypes, names: readonly string[]): NodeType[] =>
  names.flatMap((name) => types.get(name) ?? []);
