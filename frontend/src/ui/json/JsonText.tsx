// A field in which JSON is typed; what is wrong with it stands under it.
import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';

interface JsonTextProps {
  label: string;
  /** The label stands above already: it is only spoken. */
  hideLabel?: boolean;
  description?: ReactNode;
  value: string;
  onChange: (typed: string) => void;
  error?: string | undefined;
  minRows?: number;
  disabled?: boolean;
  testId?: string;
}

export function JsonText(props: JsonTextProps) {
  const { label, hideLabel = false, value, onChange, minRows = 3, ...rest } = props;
  return (
    <Textarea
      {...(hideLabel ? { 'aria-label': label } : { label })}
      description={rest.description}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={rest.error}
      disabled={rest.disabled}
      autosize
      minRows={minRows}
      maxRows={16}
      spellCheck={false}
      autoCapitalize="off"
      styles={{ input: { fontFamily: 'var(--f-mono)', fontSize: 12, lineHeight: '18px' } }}
      data-testid={rest.testId}
    />
  );
}
