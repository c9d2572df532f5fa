// What the page around the canvas does by key: run, save, publish, panels; their handlers come from it.
import { text } from '../../strings';
import { TRYING_KEYS } from '../trying/useTryingKeys';
import type { Part } from './list';

export interface Line {
  label: string;
  keys: string[];
  part: Part;
}

const t = text.editor.actions;
const c = text.canvas.actions;
const k = text.canvas.keys;

/** Keys whose handlers the workbench gives, by the first of them. */
export const PAGE: Line[] = [
  { label: t.run, keys: ['Mod+Enter'], part: 'work' },
  { label: t.resume, keys: ['R'], part: 'work' },
  { label: t.save, keys: ['Mod+S'], part: 'work' },
  { label: t.publish, keys: ['Shift+P'], part: 'work' },
  { label: t.inspector, keys: ['I'], part: 'look' },
  { label: c.outline, keys: ['O'], part: 'look' },
  { label: c.bottom, keys: ['Mod+J'], part: 'look' },
  { label: c.focus, keys: ['Mod+\\'], part: 'look' },
  { label: t.help, keys: ['?'], part: 'look' },
];

/** Keys and gestures that the browser's clipboard, the canvas or the shell listens for. */
export const OTHERS: Line[] = [
  { label: text.trying.toHere, keys: [TRYING_KEYS.until], part: 'work' },
  { label: text.trying.onlyThis, keys: [TRYING_KEYS.only], part: 'work' },
  { label: text.trying.pinKey, keys: [TRYING_KEYS.pin], part: 'work' },
  { label: text.run.bar.stop, keys: ['Mod+.'], part: 'work' },
  { label: t.copy, keys: ['Mod+C'], part: 'build' },
  { label: t.cut, keys: ['Mod+X'], part: 'build' },
  { label: t.paste, keys: ['Mod+V'], part: 'build' },
  { label: t.pasteKeep, keys: ['Mod+Shift+V'], part: 'build' },
  { label: t.quickAdd, keys: [text.keys.space, k.doubleClick], part: 'build' },
  { label: c.box, keys: [`Shift+${k.drag}`], part: 'select' },
  { label: c.addTo, keys: [`Shift+${k.click}`, `Mod+${k.click}`], part: 'select' },
  { label: t.cancel, keys: ['Escape'], part: 'select' },
  { label: c.pan, keys: [`${text.keys.space}+${k.drag}`], part: 'look' },
  { label: c.palette, keys: ['Mod+K'], part: 'look' },
];
