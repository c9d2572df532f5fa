// Choosing the action a line follows: one the node knows, or a name of one's own.
import { Autocomplete } from '@mantine/core';
import { useState } from 'react';
import { actionWord } from '../../canvas/line/ActionPill';
import { ALWAYS, ERROR } from '../../graph/actions';
import { text } from '../../strings';

const t = text.editor.edge;

interface ActionChoiceProps {
  value: string | null;
  known: string[];
  onChange: (action: string | null) => void;
}

export function ActionChoice({ value, known, onChange }: ActionChoiceProps) {
  const [words, setWords] = useState<string | null>(null);
  const names = [...new Set([...known, ERROR])];
  const meant = (written: string): string | null => {
    const name = written.trim();
    if (name === '' || name === t.otherwise) return null;
    return name === t.always ? ALWAYS : name;
  };
  const write = (written: string) => {
    setWords(null);
    onChange(meant(written));
  };
  return (
    <Autocomplete
      label={t.action}
      description={t.actionHint}
      data={[t.otherwise, ...names, t.always]}
      filter={({ options }) => options}
      value={words ?? actionWord(value)}
      selectFirstOptionOnChange={false}
      onChange={setWords}
      onOptionSubmit={write}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={() => words !== null && write(words)}
      onKeyDown={(event) => event.key === 'Enter' && words !== null && write(words)}
    />
  );
}
