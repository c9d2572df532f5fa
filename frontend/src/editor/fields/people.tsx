// Choosing users and groups; names that the directory does not know stay as they are.
import { MultiSelect } from '@mantine/core';
import { type People, usePeople } from '../../api/people';
import { isObject, type Json } from '../../graph/types';
import { text } from '../../strings';
import type { FieldProps } from './types';

const t = text.editor.fields;

interface Choice {
  value: string;
  label: string;
}

function choicesOf(people: People | undefined, kind: 'users' | 'groups'): Choice[] {
  if (kind === 'groups') {
    return (people?.groups ?? []).map(({ name, count }) => ({
      value: name,
      label: t.groupOf(name, count),
    }));
  }
  return (people?.users ?? []).map(({ username, name }) => ({
    value: username,
    label: name && name !== username ? `${name} (${username})` : username,
  }));
}

const namesOf = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];

export function PeopleField(props: FieldProps & { kind: 'users' | 'groups' }) {
  const { kind, value, onChange, label, disabled } = props;
  const { data } = usePeople();
  const chosen = namesOf(value);
  const choices = choicesOf(data, kind);
  const strange = chosen.filter((name) => !choices.some((choice) => choice.value === name));
  return (
    <MultiSelect
      aria-label={label}
      data={[...choices, ...strange.map((name) => ({ value: name, label: name }))]}
      value={chosen}
      placeholder={chosen.length === 0 ? (kind === 'users' ? t.addUser : t.addGroup) : undefined}
      searchable
      hidePickedOptions
      nothingFoundMessage={t.nobody}
      styles={{ inputField: { minWidth: 24 } }}
      disabled={disabled}
      onChange={(next) => onChange(next.length > 0 ? next : undefined)}
    />
  );
}

/** Users and groups in one value, `{users, groups}`. */
export function UsersAndGroupsField(props: FieldProps) {
  const { value, onChange } = props;
  const whole = isObject(value) ? value : {};
  const set = (kind: 'users' | 'groups', names: Json | undefined) => {
    const { [kind]: _old, ...rest } = whole;
    const next = names === undefined ? rest : { ...rest, [kind]: names };
    onChange(Object.keys(next).length > 0 ? next : undefined);
  };
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 8 }}>
      {(['groups', 'users'] as const).map((kind) => (
        <PeopleField
          {...props}
          key={kind}
          kind={kind}
          label={kind === 'users' ? t.users : t.groups}
          value={whole[kind]}
          onChange={(names) => set(kind, names)}
        />
      ))}
    </div>
  );
}
