// Choosing one person by name.
import { Select } from '@mantine/core';
import { usePeople } from '../../../api/people';
import { text } from '../../../strings';

const t = text.task.person;

interface PersonSelectProps {
  label: string;
  value: string | null;
  onChange: (username: string | null) => void;
  /** Who cannot be chosen. */
  without: readonly (string | null | undefined)[];
  error?: string;
  autoFocus?: boolean;
}

export function PersonSelect(props: PersonSelectProps) {
  const { label, value, onChange, without, error, autoFocus } = props;
  const { data } = usePeople();
  const people = (data?.users ?? [])
    .filter(({ username }) => !without.includes(username))
    .map(({ username, name }) => ({ value: username, label: name || username }));
  // Names stand twice where two people have the same.
  const twice = (wanted: string) => people.filter((one) => one.label === wanted).length > 1;
  const known = people.some((one) => one.value === value);
  const strange = value && !known ? [{ value, label: value }] : [];
  return (
    <Select
      label={label}
      placeholder={t.placeholder}
      data={[...people, ...strange].map((one) =>
        twice(one.label) ? { ...one, label: `${one.label} (${one.value})` } : one,
      )}
      value={value}
      onChange={onChange}
      searchable
      nothingFoundMessage={t.nobody}
      error={error}
      data-autofocus={autoFocus || undefined}
      data-testid="person"
    />
  );
}
