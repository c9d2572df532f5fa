// The help of the editor: every key that works on the canvas, from the actions themselves, searchable.
import { Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { text } from '../../strings';
import { score } from '../palette/fuzzy';
import { shown } from './keys';
import classes from './keys.module.css';
import { ACTIONS, type Part } from './list';
import { type Line, OTHERS, PAGE } from './page';

const t = text.editor.actions;
const k = text.canvas.keys;
const PARTS = Object.keys(k.groups) as Part[];

/** One line for each label; keys that differ only in their arrow stand together. */
export function keyLines(): Line[] {
  const lines = new Map<string, Line>();
  for (const { label, keys, part } of [...ACTIONS, ...PAGE, ...OTHERS]) {
    if (keys.length === 0) continue;
    const before = lines.get(label);
    lines.set(label, { label, part, keys: [...(before?.keys ?? []), ...keys] });
  }
  return [...lines.values()];
}

const matches = (line: Line, query: string): boolean =>
  query === '' ||
  score(query, line.label) >= 60 ||
  line.keys.some((key) => shown(key).toLowerCase() === query.toLowerCase());

export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal opened={open} onClose={onClose} title={t.keys} size={860}>
      <Keys />
    </Modal>
  );
}

function Keys() {
  const [query, setQuery] = useState('');
  const found = keyLines().filter((line) => matches(line, query.trim()));
  return (
    <>
      <TextInput
        data-autofocus
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        placeholder={k.find}
        aria-label={k.find}
        leftSection={<IconSearch size={16} />}
      />
      <div className={classes.parts} data-testid="keys">
        {PARTS.map((part) => (
          <KeyPart key={part} part={part} lines={found.filter((line) => line.part === part)} />
        ))}
      </div>
      {found.length === 0 && <p className="f-dim">{k.none(query)}</p>}
    </>
  );
}

function KeyPart({ part, lines }: { part: Part; lines: Line[] }) {
  if (lines.length === 0) return null;
  return (
    <section className={classes.part}>
      <h3>{k.groups[part]}</h3>
      <dl>
        {lines.map(({ label, keys }) => (
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
    </section>
  );
}
