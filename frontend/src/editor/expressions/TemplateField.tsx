// A text with values in it: between double braces the names in reach are offered.
import { Textarea } from '@mantine/core';
import { LONG } from '../fields/kind';
import { defaultOf, type FieldProps, textOf } from '../fields/types';
import { Suggesting } from './ExpressionField';
import { useCompletion } from './useCompletion';

/** Names and addresses begin with one line, letters with several. */
const rowsOf = (name: string): number => (!LONG.test(name) ? 1 : name === 'question' ? 2 : 3);

export function TemplateField({ name, schema, value, onChange, label, disabled }: FieldProps) {
  const words = textOf(value);
  const write = (next: string) => onChange(next === '' ? undefined : next);
  const completing = useCompletion(words, write, 'template');
  return (
    <Suggesting completing={completing}>
      <Textarea
        {...completing.field}
        aria-label={label}
        value={words}
        placeholder={defaultOf(schema)}
        disabled={disabled}
        autosize
        minRows={rowsOf(name)}
        maxRows={10}
      />
    </Suggesting>
  );
}
