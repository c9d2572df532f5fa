// Fields of one plain value: text, long text, number, yes or no, a choice.
import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { inTitleCase } from '../../graph/catalogue';
import { withoutNull } from '../../graph/schema';
import { text } from '../../strings';
import { numberMarks } from '../../strings/formats';
import { defaultOf, type FieldProps, textOf } from './types';

const orNone = (words: string): string | undefined => (words === '' ? undefined : words);

export function TextField({ schema, value, onChange, label, disabled }: FieldProps) {
  return (
    <TextInput
      aria-label={label}
      value={textOf(value)}
      placeholder={defaultOf(schema)}
      disabled={disabled}
      onChange={(event) => onChange(orNone(event.currentTarget.value))}
    />
  );
}

export function LongTextField(props: FieldProps & { rows?: number }) {
  const { schema, value, onChange, label, disabled, rows = 2 } = props;
  return (
    <Textarea
      aria-label={label}
      value={textOf(value)}
      placeholder={defaultOf(schema)}
      disabled={disabled}
      autosize
      minRows={rows}
      maxRows={10}
      onChange={(event) => onChange(orNone(event.currentTarget.value))}
    />
  );
}

const limit = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;

export function NumberField({ schema, value, onChange, label, disabled }: FieldProps) {
  const whole = schema.type === 'integer';
  return (
    <NumberInput
      aria-label={label}
      value={typeof value === 'number' ? value : ''}
      placeholder={defaultOf(schema)}
      disabled={disabled}
      allowDecimal={!whole}
      decimalSeparator={numberMarks().decimalSeparator}
      min={limit(schema.minimum)}
      max={limit(schema.maximum)}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  );
}

/** Its own label stands beside the switch. */
export function BooleanField({ schema, value, onChange, label, disabled }: FieldProps) {
  return (
    <Switch
      size="sm"
      label={label}
      styles={{ label: { fontSize: 13, fontWeight: 500 } }}
      checked={typeof value === 'boolean' ? value : schema.default === true}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

export function EnumField({ name, schema, root, value, onChange, label, disabled }: FieldProps) {
  const plain = withoutNull(schema, root);
  const choices = Array.isArray(plain.enum) ? plain.enum.filter((item) => item !== null) : [];
  const words = text.editor.fields.choicesOf[name] ?? {};
  const data = choices.map((item) => ({
    value: String(item),
    label: words[String(item)] ?? inTitleCase(String(item)),
  }));
  const fallback = choices.find((item) => item === plain.default);
  const required = fallback !== undefined && fallback !== null;
  return (
    <Select
      aria-label={label}
      data={data}
      value={
        value === undefined || value === null ? (required ? String(fallback) : null) : String(value)
      }
      placeholder={text.editor.fields.choose}
      disabled={disabled}
      clearable={!required}
      allowDeselect={false}
      onChange={(next) => onChange(choices.find((item) => String(item) === next) ?? undefined)}
    />
  );
}
