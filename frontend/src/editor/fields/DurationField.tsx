// A length of time as a number and its unit; stored as seconds.
import { NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { secondsOf } from '../../graph/summary';
import { text } from '../../strings';
import { numberMarks, numbers } from '../../strings/formats';
import { type FieldProps, textOf } from './types';

const t = text.editor.fields;
const UNITS = [
  { value: '1', label: t.seconds },
  { value: '60', label: t.minutes },
  { value: '3600', label: t.hours },
  { value: '86400', label: t.days },
];

function unitOf(seconds: number | null): string {
  if (!seconds) return '3600';
  return [...UNITS].reverse().find(({ value }) => seconds % Number(value) === 0)?.value ?? '1';
}

export function DurationField({ schema, value, onChange, label, disabled }: FieldProps) {
  const seconds = secondsOf(value);
  const fallback = secondsOf(schema.default);
  const [unit, setUnit] = useState(() => unitOf(seconds ?? fallback));
  const size = Number(unit);
  const write = (count: number | string, per: number) =>
    onChange(typeof count === 'number' ? count * per : undefined);
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      <NumberInput
        aria-label={label}
        style={{ flex: 1 }}
        min={0}
        decimalSeparator={numberMarks().decimalSeparator}
        value={seconds === null ? textOf(value) : seconds / size}
        placeholder={fallback ? numbers().format(fallback / size) : t.none}
        disabled={disabled}
        onChange={(count) => write(count, size)}
      />
      <Select
        aria-label={t.unitOf(label)}
        w={112}
        data={UNITS}
        value={unit}
        disabled={disabled}
        allowDeselect={false}
        onChange={(next) => {
          if (!next) return;
          setUnit(next);
          if (seconds !== null) write(seconds / size, Number(next));
        }}
      />
    </div>
  );
}
