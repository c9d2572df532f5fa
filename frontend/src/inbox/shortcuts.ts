// Single keys of the inbox; they never work while somebody types, nor for who has switched them off.
import { useEffect, useRef } from 'react';
import { useWantsSingleKeys } from '../api/session';

export type Shortcut =
  | 'next'
  | 'previous'
  | 'open'
  | 'back'
  | 'approve'
  | 'reject'
  | 'comment'
  | 'claim'
  | 'ask'
  | 'delegate'
  | 'undo'
  | 'select'
  | 'range'
  | 'search'
  | 'help'
  | 'submit';

const KEYS: Record<string, Shortcut> = {
  j: 'next',
  k: 'previous',
  a: 'approve',
  r: 'reject',
  m: 'comment',
  c: 'claim',
  q: 'ask',
  '@': 'delegate',
  u: 'undo',
  x: 'select',
  '/': 'search',
  '?': 'help',
};

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
}

/** What a key means; `typing` says that it went into a field, `singles` that letters are shortcuts. */
export function shortcutOf(press: KeyPress, typing: boolean, singles = true): Shortcut | null {
  if (press.isComposing) return null;
  const withCtrl = press.ctrlKey || press.metaKey;
  if (press.key === 'Enter' && withCtrl) return 'submit';
  if (press.key === 'Escape') return 'back';
  if (typing) return null;
  const letter = press.key.toLowerCase();
  if (letter === 'z' && withCtrl && !press.shiftKey && !press.altKey) return 'undo';
  // Many keyboards have "@" behind Alt, or Ctrl and Alt.
  if (press.key === '@' && (press.altKey || !withCtrl)) return singles ? 'delegate' : null;
  if (withCtrl || press.altKey) return null;
  if (press.key === 'Enter') return 'open';
  if (!singles) return null;
  if (letter === 'x' && press.shiftKey) return 'range';
  return KEYS[letter] ?? null;
}

// Into a box or a button nothing is typed.
const FIELDS =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]';
const PRESSED = 'button, a, [role="tab"], [role="option"], [role="radio"]';

/** Takes what it knows; `true` keeps the key from those that hear it later. */
type Handler = (shortcut: Shortcut) => unknown;
interface Hearer {
  handle: Handler;
  singles: boolean;
  isFirst: boolean;
}

const handlers = new Set<{ current: Hearer }>();
const inTurn = () => [...handlers].sort((a, b) => +b.current.isFirst - +a.current.isFirst);

/** One listener for the page: every part hears every shortcut and takes what it knows. */
function hear(event: KeyboardEvent): void {
  const target = event.target instanceof Element ? event.target : document.body;
  // An open dialog or menu takes the keys instead.
  if (event.defaultPrevented || document.querySelector('[role="dialog"], [role="menu"]')) return;
  const singles = [...handlers].some((handler) => handler.current.singles);
  const shortcut = shortcutOf(event, target.matches(FIELDS), singles);
  if (!shortcut || (shortcut === 'open' && target.matches(PRESSED))) return;
  if (shortcut !== 'back') event.preventDefault();
  for (const handler of inTurn()) if (handler.current.handle(shortcut) === true) return;
}

/** Hear the shortcuts while mounted; whoever is `isFirst` may keep them from the others. */
export function useShortcuts(handle: Handler, isFirst = false): void {
  const singles = useWantsSingleKeys();
  const latest = useRef<Hearer>({ handle, singles, isFirst });
  latest.current = { handle, singles, isFirst };
  useEffect(() => {
    if (handlers.size === 0) window.addEventListener('keydown', hear);
    handlers.add(latest);
    return () => {
      handlers.delete(latest);
      if (handlers.size === 0) window.removeEventListener('keydown', hear);
    };
  }, []);
}
