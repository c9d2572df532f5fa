// The search field of the inbox: in the address a moment after typing, focused by "/".
import { useDebouncedCallback } from '@mantine/hooks';
import { type RefObject, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { addressOf, changed } from './boxes';

const PAUSE = 250;
const FOCUS = 'inbox:search';

/** Put the cursor into the search field, wherever it is. */
export const focusSearch = (): void => void window.dispatchEvent(new Event(FOCUS));

export function useSearch(
  params: URLSearchParams,
  input: RefObject<HTMLInputElement | null>,
): [string, (typed: string) => void] {
  const navigate = useNavigate();
  const query = params.get('q') ?? '';
  const box = params.get('box');
  const [typed, setTyped] = useState(query);
  const search = useDebouncedCallback((wanted: string) => {
    const next = changed(params, { q: wanted.trim() });
    void navigate(addressOf(next), { replace: true });
  }, PAUSE);
  // The address changed by other means: another box, the way back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the box empties the field too
  useEffect(() => setTyped(query), [query, box]);
  useEffect(() => {
    const focus = () => input.current?.focus();
    window.addEventListener(FOCUS, focus);
    return () => window.removeEventListener(FOCUS, focus);
  }, [input]);
  return [
    typed,
    (next) => {
      setTyped(next);
      search(next);
    },
  ];
}
