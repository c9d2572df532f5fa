// The help of the editor: every key that works on the canvas, from the actions themselves.
import { Modal } from '@mantine/core';
import { text } from '../../strings';
import { TRYING_KEYS } from '../trying/useTryingKeys';
import { shown } from './keys';
import classes from './keys.module.css';
import { ACTIONS } from './list';

const t = text.editor.actions;

interface Line {
  label: string;
  keys: string[];
}

/** Keys that the page, the browser's clipboard or the canvas listens for. */
const MORE: Line[] = [
  { label: t.run, keys: ['Mod+Enter'] },
  { label: text.trying.toHere, keys: [TRYING_KEYS.until] },
  { label: text.trying.onlyThis, keys: [TRYING_KEYS.only] },
  { label: text.trying.pinKey, keys: [TRYING_KEYS.pin] },
  { label: t.resume, keys: ['R'] },
  { label: text.run.bar.stop, keys: ['Mod+.'] },
  { label: t.publish, keys: ['Shift+P'] },
  { label: t.save, keys: ['Mod+S'] },
  { label: t.inspector, keys: ['I'] },
  { label: t.copy, keys: ['Mod+C'] },
  { label: t.cut, keys: ['Mod+X'] },
  { label: t.paste, keys: ['Mod+V'] },
  { label: t.pasteKeep, keys: ['Mod+Shift+V'] },
  { label: t.cancel, keys: ['Escape'] },
  { label: text.nav.search, keys: ['Mod+K'] },
  { label: t.help, keys: ['?'] },
];

/** One line for each label; keys that differ only in their arrow stand together. */
export function keyLines(): Line[] {
  const lines = new Map<string, string[]>();
  for (const { label, keys } of [...ACTIONS, ...MORE]) {
    lines.set(label, [...(lines.get(label) ?? []), ...keys]);
  }
  lines.set(t.quickAdd, [...(lines.get(t.quickAdd) ?? []), text.keys.space]);
  return [...lines].map(([label, keys]) => ({ label, keys }));
}

export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal opened={open} onClose={onClose} title={t.keys} size={760}>
      <dl className={classes.lines} data-testid="keys">
        {keyLines().map(({ label, keys }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key} className="f-kbd">
                  {shown(key)}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
