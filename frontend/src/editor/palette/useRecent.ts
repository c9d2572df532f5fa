// The node types that this person has used last, newest first; kept in the browser.
import { useCallback, useMemo } from 'react';
import type { NodeType, NodeTypes } from '../../graph/types';
import { useRemembered } from '../../ui/remembered';

const MOST = 5;
const NONE: string[] = [];

/** Puts those first that were used last, and leaves the others in their order. */
export function recentFirst(types: readonly NodeType[], recent: readonly string[]): NodeType[] {
  const first = recent.flatMap((name) => types.find(({ type }) => type === name) ?? []);
  return [...first, ...types.filter((type) => !first.includes(type))];
}

export const withUsed = (recent: readonly string[], type: string): string[] =>
  [type, ...recent.filter((name) => name !== type)].slice(0, MOST);

export function useRecent(types: NodeTypes) {
  const [names, setNames] = useRemembered<string[]>('editor.recent', NONE);
  const recent = useMemo(() => names.flatMap((name) => types.get(name) ?? []), [names, types]);
  const used = useCallback((type: string) => setNames(withUsed(names, type)), [names, setNames]);
  return { recent, names, used };
}
