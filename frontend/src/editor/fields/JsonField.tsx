// Any value as JSON text: kept as typed until it reads as JSON; where any value fits, other words are text.
import { Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { sameJson } from '../../graph/equal';
import type { Json } from '../../graph/types';
import { text } from '../../strings';
import type { FieldProps } from './types';

/** Text stands bare where that cannot be taken for anything else. */
function pretty(value: Json | undefined, loose: boolean): string {
  if (value === undefined) return '';
  const bare = loose && typeof value === 'string' && read(value, true)?.value === value;
  return bare ? value : JSON.stringify(value, null, 2);
}

function read(words: string, loose: boolean): { value: Json | undefined } | null {
  if (words.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(words) as Json };
  } catch {
    return loose && !/^\s*[[{"]/.test(words) ? { value: words } : null;
  }
}

export function JsonField(props: FieldProps & { loose?: boolean }) {
  const { value, onChange, label, disabled, loose = false } = props;
  const [words, setWords] = useState(() => pretty(value, loose));
  const known = useRef(value);
  const broken = read(words, loose) === null;
  useEffect(() => {
    if (sameJson(value, known.current)) return;
    known.current = value;
    setWords(pretty(value, loose));
  }, [value, loose]);
  return (
    <Textarea
      aria-label={label}
      value={words}
      placeholder={loose ? text.editor.fields.anything : 'null'}
      disabled={disabled}
      autosize
      minRows={loose ? 1 : 2}
      maxRows={14}
      spellCheck={false}
      error={broken ? text.editor.fields.notJson : undefined}
      styles={{ input: { fontFamily: 'var(--f-mono)', fontSize: 12 } }}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setWords(next);
        const found = read(next, loose);
        if (!found) return;
        known.current = found.value;
        onChange(found.value);
      }}
    />
  );
}
