// Filters that live in the address, so that a filtered list can be shared and gone back to.
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** `get(name)` reads, `set({name: value})` writes; an empty value leaves the address. */
export function useSearchFilter() {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (changes: Record<string, string | null>) => {
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: true },
      );
    },
    [setParams],
  );
  return { get: (name: string) => params.get(name) ?? '', set };
}
