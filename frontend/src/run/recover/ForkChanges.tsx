// The inputs, the state and the outputs that a fork begins with, each to be changed as JSON.
import { Collapse } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { JsonObject } from '../../api/types';
import { text } from '../../strings';
import { JsonText } from '../../ui/json/JsonText';
import { asText, readObject } from '../../ui/json/readJson';
import { Pill } from '../../ui/StatusPill';
import { changesOf } from './changes';
import { type Base, PARTS, type Part, type Typed } from './forkBody';
import classes from './recover.module.css';
import { Block } from './Steps';

const t = text.fork;

interface ForkChangesProps {
  base: Base;
  typed: Typed;
  problems: Partial<Record<Part, string>>;
  /** What the server refused, by field. */
  refused: Record<string, string>;
  onTyped: (typed: Typed) => void;
}

export function ForkChanges({ base, typed, problems, refused, onTyped }: ForkChangesProps) {
  return (
    <Block title={t.change}>
      {PARTS.map((part) => (
        <Changed
          key={part}
          part={part}
          base={base[part]}
          typed={typed[part]}
          problem={problems[part] ?? refusedOf(part, refused)}
          onTyped={(words) => onTyped({ ...typed, [part]: words })}
        />
      ))}
    </Block>
  );
}

/** "inputs.amount: A number is needed." */
function refusedOf(part: Part, refused: Record<string, string>): string | undefined {
  const found = Object.entries(refused).filter(
    ([attr]) => attr === part || attr.startsWith(`${part}.`) || attr.startsWith(`${part}/`),
  );
  const lines = found.map(([attr, detail]) =>
    attr === part ? detail : `${attr.slice(part.length + 1)}: ${detail}`,
  );
  return lines.join(' ') || undefined;
}

interface ChangedProps {
  part: Part;
  base: JsonObject;
  typed: string | undefined;
  problem: string | undefined;
  onTyped: (typed: string) => void;
}

function Changed({ part, base, typed, problem, onTyped }: ChangedProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const read = typed === undefined ? null : readObject(typed);
  const count = read?.ok ? Object.keys(changesOf(base, read.value).changed).length : 0;
  const shown = isOpen || problem !== undefined;
  return (
    <div className={classes.fold}>
      <button
        type="button"
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <IconChevronRight size={14} data-open={shown} />
        {t[part]}
        {count > 0 && <Pill tone="indigo">{t.changed(count)}</Pill>}
      </button>
      <Collapse expanded={shown} id={id} transitionDuration={140}>
        {shown && (
          <JsonText
            label={t[part]}
            hideLabel
            value={typed ?? asText(base)}
            onChange={onTyped}
            error={problem}
            testId={`fork-${part}`}
          />
        )}
      </Collapse>
    </div>
  );
}
