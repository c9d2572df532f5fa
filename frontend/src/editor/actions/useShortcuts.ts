// Listens for the editor's keys and for copy, cut and paste while no field has the focus.
import { useEffect } from 'react';
import { useWantsSingleKeys } from '../../api/session';
import { fromText, toText } from '../../graph/clipboard';
import { text } from '../../strings';
import { notifyInfo } from '../../ui/notify';
import { copySelection, deleteSelection, pasteClip } from '../state/edit';
import type { EditorSession } from '../state/session';
import { isSingle, isTyping, nameOf } from './keys';
import { ACTIONS, cancelOne, openQuickAdd } from './list';

const TAP = 260;
const t = text.editor.canvas;
const BY_KEY = new Map(
  ACTIONS.flatMap((action) => action.keys.map((key) => [key, action] as const)),
);

/** Space held is for panning; only a short tap without a drag opens the menu. */
class SpaceTap {
  private downAt = 0;

  down(event: KeyboardEvent): void {
    if (!event.repeat) this.downAt = performance.now();
  }
  spoil = (): void => {
    this.downAt = 0;
  };
  up(): boolean {
    const tapped = this.downAt > 0 && performance.now() - this.downAt < TAP;
    this.downAt = 0;
    return tapped;
  }
}

const onControl = (event: KeyboardEvent) =>
  event.target instanceof Element && event.target.closest('button, a, [role="tab"]') !== null;

const onCard = (event: KeyboardEvent) =>
  event.target instanceof Element && event.target.matches('.react-flow__node, [data-outline-row]');

/** `more` are keys of the page around the canvas, such as saving and publishing. */
export function useShortcuts(session: EditorSession, more: Record<string, () => void>): void {
  const wantsSingle = useWantsSingleKeys();
  useEffect(() => {
    const space = new SpaceTap();
    const down = (event: KeyboardEvent) => {
      const name = nameOf(event);
      if (!wantsSingle && isSingle(name)) return;
      const own = more[name];
      if (own && (name.startsWith('Mod+') || !isTyping(event))) {
        event.preventDefault();
        return own();
      }
      if (isTyping(event)) return;
      if (event.key === ' ' && !onControl(event)) {
        event.preventDefault();
        return space.down(event);
      }
      if (event.key === 'Enter' && !onCard(event)) return;
      if (event.key === 'Escape') return cancelOne(session);
      const action = BY_KEY.get(name);
      if (!action) return;
      event.preventDefault();
      if (action.may?.(session) ?? true) action.run(session);
    };
    const up = (event: KeyboardEvent) => {
      if (event.key === ' ' && space.up() && !isTyping(event)) openQuickAdd(session);
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('pointerdown', space.spoil);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('pointerdown', space.spoil);
    };
  }, [session, more, wantsSingle]);
  useClipboard(session);
}

/** Text that a person marked on the page is what copy means, not the nodes. */
function textChosen(): boolean {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed) return false;
  const anchor = selection.anchorNode;
  const place = anchor instanceof Element ? anchor : anchor?.parentElement;
  return !place?.closest('.react-flow, button');
}

/** Copies by the browser's own command, which works without a permission; true when it did. */
export function copyNow(session: EditorSession): boolean {
  window.getSelection()?.removeAllRanges();
  return copySelection(session) !== null && document.execCommand('copy');
}

function useClipboard(session: EditorSession): void {
  useEffect(() => {
    let keepIncoming = false;
    const keys = (event: KeyboardEvent) => {
      keepIncoming = nameOf(event) === 'Mod+Shift+V';
      if (nameOf(event) !== 'Mod+X' || isTyping(event)) return;
      // Browsers send no cut event outside of a field.
      event.preventDefault();
      if (copyNow(session)) deleteSelection(session);
    };
    const copy = (event: ClipboardEvent) => {
      const clip = isTyping(event) || textChosen() ? null : copySelection(session);
      if (!clip) return;
      event.clipboardData?.setData('text/plain', toText(clip));
      event.preventDefault();
    };
    const paste = (event: ClipboardEvent) => {
      if (isTyping(event)) return;
      const words = event.clipboardData?.getData('text/plain') ?? '';
      const clip = fromText(words);
      if (clip) pasteClip(session, clip, keepIncoming);
      else if (words) notifyInfo(t.notAGraph);
    };
    window.addEventListener('keydown', keys, true);
    document.addEventListener('copy', copy);
    document.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('keydown', keys, true);
      document.removeEventListener('copy', copy);
      document.removeEventListener('paste', paste);
    };
  }, [session]);
}
