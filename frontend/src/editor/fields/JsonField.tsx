// Any value as JSON text: kept as typed until it reads as JSON, then written to the node.
import { Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { sameJson } from '../../graph/equal';
import type { Json } from '../../graph/types';
import { text } from '../../strings';
import type { FieldProps } from './types';

const pretty = (value: Json | undefined): string =>
  value === undefined ? '' : JSON.stringify(value, null, 2);

function read(words: string): { value: Json | undefined } | null {
  if (words.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(words) as Json };
  } catch {
    return null;
  }
}

export function JsonField({ value, onChange, label, disabled }: FieldProps) {
  const [words, setWords] = useState(() => pretty(value));
  const known = useRef(value);
  const broken = read(words) === null;
  useEffect(() => {
    if (sameJson(value, known.current)) return;
    known.current = value;
    setWords(pretty(value));
  }, [value]);
  return (
    <Textarea
      aria-label={label}
      value={words}
      placeholder="null"
      disabled={disabled}
      autosize
      minRows={2}
      maxRows={14}
      spellCheck={false}
      error={broken ? text.editor.fields.notJson : undefined}
      styles={{ input: { fontFamily: 'var(--f-mono)', fontSize: 12 } }}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setWords(next);
        const found = read(next);
        if (!found) return;
        known.current = found.value;
        onChange(found.value);
      }}
    />
  );
}
