// The options of a question: what people read, and the id by which a line follows it.
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { freshId, slugOf } from '../../graph/ids';
import { isObject, type Json } from '../../graph/types';
import { text } from '../../strings';
import classes from './fields.module.css';
import { type FieldProps, textOf } from './types';

const t = text.editor.fields;

export interface Option {
  id: string;
  label: string;
}

const FRESH = /^option_\d+$/;

/** A plain text stands for an option whose label is its id. */
export function readOptions(value: Json | undefined): Option[] {
  if (!Array.isArray(value)) return [];
  return value.map((item) =>
    isObject(item)
      ? { id: textOf(item.id), label: textOf(item.label) }
      : { id: textOf(item), label: textOf(item) },
  );
}

/** An option that was only numbered so far gets its id from its label; one in use keeps it. */
export function named(options: readonly Option[], at: number): Option[] {
  const taken = new Set(options.filter((_, index) => index !== at).map(({ id }) => id));
  return options.map((option, index) => {
    if (index !== at || !FRESH.test(option.id) || option.label.trim() === '') return option;
    return { ...option, id: freshId(slugOf(option.label), taken) };
  });
}

export function OptionsField({ value, onChange, label, disabled }: FieldProps) {
  const options = readOptions(value);
  const write = (next: Option[]) =>
    onChange(next.length > 0 ? next.map((option) => ({ ...option })) : undefined);
  const set = (at: number, part: Partial<Option>) =>
    write(options.map((old, index) => (index === at ? { ...old, ...part } : old)));
  const add = () => {
    const id = freshId(`option_${options.length + 1}`, new Set(options.map((each) => each.id)));
    write([...options, { id, label: '' }]);
  };
  return (
    <div className={classes.rows}>
      {options.map((option, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an id under edit is no identity
        <div key={at} className={classes.option}>
          <TextInput
            aria-label={t.optionLabel(at + 1)}
            placeholder={t.optionLabel(at + 1)}
            value={option.label}
            disabled={disabled}
            onChange={(event) => set(at, { label: event.currentTarget.value })}
            onBlur={() => {
              const next = named(options, at);
              if (next[at]?.id !== option.id) write(next);
            }}
          />
          <TextInput
            aria-label={t.optionId(at + 1)}
            value={option.id}
            disabled={disabled}
            error={option.id === ''}
            styles={{ input: { fontFamily: 'var(--f-mono)', fontSize: 12 } }}
            onChange={(event) => set(at, { id: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={34}
            aria-label={t.removeRow(label, at + 1)}
            disabled={disabled}
            onClick={() => write(options.filter((_, index) => index !== at))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        disabled={disabled}
        onClick={add}
      >
        {t.addOption}
      </Button>
    </div>
  );
}
