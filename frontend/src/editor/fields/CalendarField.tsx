// Choosing the business calendar that a due date counts by; a name that is not here stays as it is.
import { Select } from '@mantine/core';
import { useCalendars } from '../../api/people';
import { text } from '../../strings';
import { type FieldProps, textOf } from './types';

const t = text.editor.fields;

export function CalendarField({ value, onChange, label, disabled }: FieldProps) {
  const calendars = useCalendars();
  const chosen = textOf(value);
  const choices = (calendars.data ?? []).map(({ slug, name }) => ({ value: slug, label: name }));
  const strange = chosen !== '' && !choices.some((choice) => choice.value === chosen);
  return (
    <Select
      aria-label={label}
      data={strange ? [...choices, { value: chosen, label: chosen }] : choices}
      value={chosen || null}
      placeholder={calendars.isPending ? text.common.loading : t.everyHour}
      searchable
      clearable
      nothingFoundMessage={t.noCalendar}
      disabled={disabled}
      error={strange && calendars.data ? t.unknownCalendar(chosen) : undefined}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}
