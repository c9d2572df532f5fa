// Matching key presses to names such as "Mod+Shift+Z"; Mod is Ctrl, on macOS Cmd.

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

/** "Ctrl+Z" as people read it on this machine. */
export function shown(key: string): string {
  return key
    .replace('Mod', MAC ? '⌘' : 'Ctrl')
    .replace(
      /Arrow(\w+)/,
      (_, way: string) => ({ Left: '←', Right: '→', Up: '↑', Down: '↓' })[way] ?? way,
    );
}
