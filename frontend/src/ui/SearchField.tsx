// A search field that waits until the typing rests, and that `/` focuses.
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { text } from '../strings';

interface SearchFieldProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
  width?: number | string;
}

export function SearchField({ value, onChange, label, width = 240 }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  // A phone has neither the key nor the room to name it.
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const settle = useDebouncedCallback(onChange, 250);
  useEffect(() => setTyped(value), [value]);
  useHotkeys([['/', () => field.current?.focus()]]);
  const change = (next: string) => {
    setTyped(next);
    settle(next);
  };
  return (
    <TextInput
      ref={field}
      w={width}
      maw="100%"
      size="sm"
      type="search"
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      placeholder={label}
      aria-label={label}
      leftSection={<IconSearch size={16} />}
      rightSection={
        typed ? (
          <CloseButton size="sm" aria-label={text.common.clear} onClick={() => change('')} />
        ) : (
          !phone && <kbd className="f-kbd">/</kbd>
        )
      }
    />
  );
}
