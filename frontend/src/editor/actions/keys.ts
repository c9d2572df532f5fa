// Matching key presses to names such as "Mod+Shift+Z"; Mod is Ctrl, on macOS Cmd.

import { text } from '../../strings';

const MAC = /Mac|iP(hone|ad)/.test(navigator.platform);

/** Writes a key press as its name: modifiers in a fixed order, letters upper-case. */
export function nameOf(event: KeyboardEvent): string {
  const mod = MAC ? event.metaKey : event.ctrlKey;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  // A sign that needs Shift on this keyboard ("+", "?") is named by the sign alone.
  const shifted =
    event.shiftKey && (key.length > 1 || /[A-Z]/.test(key) || event.code === 'Digit1');
  const name = event.code === 'Digit1' && event.shiftKey ? '1' : key;
  return [mod && 'Mod', event.altKey && 'Alt', shifted && 'Shift', name].filter(Boolean).join('+');
}

/** A letter, figure or sign alone, also with Shift: what people may switch off in their settings. */
export const isSingle = (name: string): boolean => /^(Shift\+)?[^ ]$/.test(name);

/** True where typing belongs to a field, also while an input method composes. */
export function isTyping(event: KeyboardEvent | ClipboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (event instanceof KeyboardEvent && event.isComposing) return true;
  return Boolean(
    target?.closest(
      'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]',
    ),
  );
}

const NAMES: Record<string, string> = {
  Mod: MAC ? '⌘' : text.keys.ctrl,
  Alt: text.keys.alt,
  Shift: text.keys.shift,
  Enter: text.keys.enter,
  Escape: text.keys.escape,
  Delete: text.keys.delete,
  Backspace: text.keys.backspace,
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

/** "Ctrl+Z" as people read it on this machine; the key "+" stays what it is. */
export const shown = (key: string): string => key.replace(/\w+/g, (name) => NAMES[name] ?? name);
