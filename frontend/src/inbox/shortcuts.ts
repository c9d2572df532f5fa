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

/** Hear the shortcuts while mounted; a dialog or menu that is open takes the keys instead. */
export function useShortcuts(handle: (shortcut: Shortcut) => void): void {
  const latest = useRef(handle);
  latest.current = handle;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body;
      if (event.defaultPrevented || document.querySelector('[role="dialog"], [role="menu"]'))
        return;
      const shortcut = shortcutOf(event, target.matches(FIELDS));
      if (!shortcut || (shortcut === 'open' && target.matches(PRESSED))) return;
      if (shortcut !== 'back') event.preventDefault();
      latest.current(shortcut);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
