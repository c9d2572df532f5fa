// Values with several parts: a list of texts, rows of small objects, names with values, nested fields.
import { ActionIcon, Button, TagsInput, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { inTitleCase } from '../../graph/catalogue';
import { withoutNull } from '../../graph/schema';
import {
  isExpression,
  isObject,
  type Json,
  type JsonObject,
  type JsonSchema,
} from '../../graph/types';
import { text } from '../../strings';
import type { Language } from '../expressions/complete';
import { Suggesting } from '../expressions/ExpressionField';
import { useCompletion } from '../expressions/useCompletion';
import { AnyField } from './AnyField';
import classes from './fields.module.css';
import { asValue } from './kind';
import type { FieldProps } from './types';

const t = text.editor.fields;

export function TextsField({ value, onChange, label, disabled }: FieldProps) {
  return (
    <TagsInput
      aria-label={label}
      value={Array.isArray(value) ? value.map(String) : []}
      placeholder={Array.isArray(value) && value.length > 0 ? undefined : t.addWord}
      styles={{ inputField: { minWidth: 24 } }}
      disabled={disabled}
      onChange={(next) => onChange(next.length > 0 ? next : undefined)}
    />
  );
}

function propertiesOf(schema: JsonSchema): [string, JsonSchema][] {
  const fields = isObject(schema.properties) ? schema.properties : {};
  return Object.entries(fields).filter((entry): entry is [string, JsonSchema] =>
    isObject(entry[1]),
  );
}

/** The fields of one object, each with a small label. */
export function GroupField({ schema, root, value, onChange, disabled }: FieldProps) {
  const whole = isObject(value) ? value : {};
  const set = (name: string, part: Json | undefined) => {
    const { [name]: _old, ...rest } = whole;
    onChange(part === undefined ? rest : { ...rest, [name]: part });
  };
  return (
    <div className={classes.group}>
      {propertiesOf(withoutNull(schema, root)).map(([name, part]) => {
        const label = typeof part.title === 'string' ? part.title : inTitleCase(name);
        return (
          <div key={name} className={classes.part}>
            <span className={classes.partLabel}>{label}</span>
            <AnyField
              name={name}
              schema={part}
              root={root}
              label={label}
              value={whole[name]}
              disabled={disabled}
              onChange={(next) => set(name, next)}
            />
          </div>
        );
      })}
    </div>
  );
}

/** A list of objects, one card each, such as the cases of a switch. */
export function RowsField(props: FieldProps) {
  const { schema, root, value, onChange, label, disabled } = props;
  const rows = Array.isArray(value) ? value : [];
  const plain = withoutNull(schema, root);
  const items = isObject(plain.items) ? withoutNull(plain.items, root) : {};
  const replace = (at: number, row: Json | undefined) =>
    onChange(
      rows.flatMap((old, index) => (index === at ? (row === undefined ? [] : [row]) : [old])),
    );
  return (
    <div className={classes.rows}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own
        <div key={index} className={classes.rowCard}>
          <GroupField
            {...props}
            schema={items}
            value={row}
            onChange={(next) => replace(index, next)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t.removeRow(label, index + 1)}
            disabled={disabled}
            onClick={() => replace(index, undefined)}
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
        onClick={() => onChange([...rows, {}])}
      >
        {t.addRow}
      </Button>
    </div>
  );
}

const shown = (value: Json): string => {
  if (isExpression(value)) return `= ${value.$expr}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** "= inputs.amount" is an expression, a number or JSON is itself, all else is text. */
function meant(words: string): Json {
  if (words.startsWith('=')) return { $expr: words.slice(1).trim() };
  const value = asValue(words);
  return value === undefined ? words : value;
}

/** Names and values, such as the keys that a step sets in the state. */
export function PairsField({ schema, value, onChange, label, disabled }: FieldProps) {
  const whole: JsonObject = isObject(value) ? value : {};
  const [fresh, setFresh] = useState('');
  const entries = Object.entries(whole);
  const write = (next: [string, Json][]) => onChange(Object.fromEntries(next));
  const addFresh = () => {
    const name = fresh.trim();
    if (name === '' || name in whole) return;
    write([...entries, [name, '']]);
    setFresh('');
  };
  return (
    <div className={classes.rows}>
      {entries.map(([name, item]) => (
        <Pair
          key={name}
          name={name}
          value={item}
          label={label}
          language={schema['x-values'] === 'template' ? 'filled' : 'value'}
          disabled={disabled}
          onChange={(next) => write(entries.map(([key, old]) => [key, key === name ? next : old]))}
          onRemove={() => write(entries.filter(([key]) => key !== name))}
        />
      ))}
      <div className={classes.pair}>
        <TextInput
          aria-label={t.newName(label)}
          placeholder={t.name}
          value={fresh}
          disabled={disabled}
          onChange={(event) => setFresh(event.currentTarget.value)}
          onBlur={addFresh}
          onKeyDown={(event) => event.key === 'Enter' && addFresh()}
        />
        <ActionIcon variant="default" size={34} aria-label={t.addName} onClick={addFresh}>
          <IconPlus size={14} />
        </ActionIcon>
      </div>
    </div>
  );
}

interface PairProps {
  name: string;
  value: Json;
  label: string;
  language: Language;
  disabled?: boolean | undefined;
  onChange: (value: Json) => void;
  onRemove: () => void;
}

function Pair({ name, value, label, language, disabled, onChange, onRemove }: PairProps) {
  const [words, setWords] = useState(() => shown(value));
  const write = (next: string) => {
    setWords(next);
    onChange(meant(next));
  };
  const completing = useCompletion<HTMLInputElement>(words, write, language);
  return (
    <div className={classes.pair}>
      <span className={classes.pairName} title={name}>
        {name}
      </span>
      <Suggesting completing={completing}>
        <TextInput
          {...completing.field}
          aria-label={`${label}: ${name}`}
          placeholder={t.valueOrExpression}
          value={words}
          disabled={disabled}
        />
      </Suggesting>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={34}
        aria-label={t.removeName(name)}
        disabled={disabled}
        onClick={onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </div>
  );
}
