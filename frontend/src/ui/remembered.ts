// A setting of this browser: kept in localStorage, the same in every component that reads it.
import { useCallback, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

function read(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // Storage may be full or forbidden; the setting then lasts as long as the page.
  }
  for (const tell of listeners) tell();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** `name` is put below `fermata.`; values are anything JSON. */
export function useRemembered<T>(name: string, fallback: T): [T, (value: T) => void] {
  const key = `fermata.${name}`;
  const raw = useSyncExternalStore(listen, () => read(key));
  const set = useCallback((value: T) => write(key, JSON.stringify(value)), [key]);
  return [parse(raw, fallback), set];
}

function parse<T>(raw: string | null, fallback: T): T {
  if (raw === null) return fallback;
  try {
    return JSON.parse(raw) as T;
  } catch {
    return fallback;
  }
}
