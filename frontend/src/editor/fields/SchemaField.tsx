// Drawing up a small form: one row a field with name, kind and whether it is needed; JSON for the rest.
import { ActionIcon, Button, Checkbox, Select, TagsInput, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { text } from '../../strings';
import classes from './fields.module.css';
import { type FormField, KINDS, readForm, writeForm } from './formSchema';
import { JsonField } from './JsonField';
import type { FieldProps } from './types';

const t = text.editor.fields;

export function SchemaField(props: FieldProps) {
  const form = readForm(props.value);
  const [raw, setRaw] = useState(form === null);
  const toggle = form !== null && (
    <Button variant="subtle" color="gray" size="compact-xs" onClick={() => setRaw(!raw)}>
      {raw ? t.asFields : t.asJson}
    </Button>
  );
  if (raw || form === null) {
    return (
      <div className={classes.rows}>
        <JsonField {...props} />
        {toggle}
      </div>
    );
  }
  const write = (fields: FormField[]) => props.onChange(writeForm(fields, props.value));
  return (
    <div className={classes.rows}>
      {form.map((field, index) => (
        <FieldRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a name under edit is no identity
          key={index}
          field={field}
          disabled={props.disabled}
          onChange={(next) => write(form.map((old, at) => (at === index ? next : old)))}
          onRemove={() => write(form.filter((_, at) => at !== index))}
        />
      ))}
      <div style={{ display: 'flex', gap: 8 }}>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          disabled={props.disabled}
          onClick={() => write([...form, { name: freshName(form), kind: 'text', required: false }])}
        >
          {t.addField}
        </Button>
        {toggle}
      </div>
    </div>
  );
}

function freshName(form: readonly FormField[]): string {
  let number = form.length + 1;
  while (form.some((field) => field.name === `field_${number}`)) number += 1;
  return `field_${number}`;
}

interface FieldRowProps {
  field: FormField;
  disabled?: boolean | undefined;
  onChange: (field: FormField) => void;
  onRemove: () => void;
}

function FieldRow({ field, disabled, onChange, onRemove }: FieldRowProps) {
  return (
    <div className={classes.schemaRow}>
      <TextInput
        aria-label={t.fieldName}
        value={field.name}
        disabled={disabled}
        onChange={(event) => onChange({ ...field, name: event.currentTarget.value })}
      />
      <Select
        aria-label={t.fieldKind(field.name)}
        data={KINDS.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
        value={field.kind}
        disabled={disabled}
        allowDeselect={false}
        onChange={(kind) => kind && onChange({ ...field, kind: kind as FormField['kind'] })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={34}
        aria-label={t.removeName(field.name)}
        disabled={disabled}
        onClick={onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
      <div className={classes.schemaMore}>
        {field.kind === 'choice' && (
          <TagsInput
            aria-label={t.choices(field.name)}
            placeholder={t.addChoice}
            style={{ flex: 1 }}
            value={field.choices ?? []}
            onChange={(choices) => onChange({ ...field, choices })}
          />
        )}
        <Checkbox
          size="xs"
          label={t.required}
          checked={field.required}
          disabled={disabled}
          onChange={(event) => onChange({ ...field, required: event.currentTarget.checked })}
        />
      </div>
    </div>
  );
}
