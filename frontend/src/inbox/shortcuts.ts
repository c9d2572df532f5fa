// Single keys of the inbox; they never work while somebody types.
import { useEffect, useRef } from 'react';

export type Shortcut =
  | 'next'
  | 'previous'
  | 'open'
  | 'back'
  | 'approve'
  | 'reject'
  | 'comment'
  | 'claim'
  | 'search'
  | 'submit';

const KEYS: Record<string, Shortcut> = {
  j: 'next',
  k: 'previous',
  a: 'approve',
  r: 'reject',
  m: 'comment',
  c: 'claim',
  '/': 'search',
};

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
}

/** What a key means; `typing` says that it went into a field. */
export function shortcutOf(press: KeyPress, typing: boolean): Shortcut | null {
  if (press.isComposing) return null;
  if (press.key === 'Enter' && (press.ctrlKey || press.metaKey)) return 'submit';
  if (press.key === 'Escape') return 'back';
  if (typing || press.ctrlKey || press.metaKey || press.altKey) return null;
  if (press.key === 'Enter') return 'open';
  return KEYS[press.key.toLowerCase()] ?? null;
}

const FIELDS = 'input, textarea, select, [contenteditable="true"]';
const PRESSED = 'button, a, [role="tab"], [role="option"], [role="radio"]';

type Handler = (shortcut: Shortcut) => void;

const handlers = new Set<{ current: Handler }>();

/** One listener for the page: every part hears every shortcut and takes what it knows. */
function hear(event: KeyboardEvent): void {
  const target = event.target instanceof Element ? event.target : document.body;
  // An open dialog or menu takes the keys instead.
  if (event.defaultPrevented || document.querySelector('[role="dialog"], [role="menu"]')) return;
  const shortcut = shortcutOf(event, target.matches(FIELDS));
  if (!shortcut || (shortcut === 'open' && target.matches(PRESSED))) return;
  if (shortcut !== 'back') event.preventDefault();
  for (const handler of handlers) handler.current(shortcut);
}

/** Hear the shortcuts while mounted. */
export function useShortcuts(handle: Handler): void {
  const latest = useRef(handle);
  latest.current = handle;
  useEffect(() => {
    if (handlers.size === 0) window.addEventListener('keydown', hear);
    handlers.add(latest);
    return () => {
      handlers.delete(latest);
      if (handlers.size === 0) window.removeEventListener('keydown', hear);
    };
  }, []);
}
