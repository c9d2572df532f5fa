// One option with its label, hint and problem; and the two plain kinds: a choice and a length of time.
import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Json } from '../../../graph/types';
import { DurationField } from '../../fields/DurationField';
import classes from '../../fields/fields.module.css';
import { ToldProblem } from '../../fields/told';

interface OptionProps {
  label: string;
  hint?: string | undefined;
  problem?: string | undefined;
  onLeave?: () => void;
  children: ReactNode;
}

export function Option({ label, hint, problem, onLeave, children }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex column in every browser
    <div className={classes.frame} role="group" aria-label={label} onBlur={onLeave}>
      <ToldProblem.Provider value={problem}>{children}</ToldProblem.Provider>
      <Hint problem={problem}>{hint}</Hint>
    </div>
  );
}

export function Hint({ problem, children }: { problem?: string | undefined; children: ReactNode }) {
  if (problem) {
    return (
      <span className={classes.error} role="alert">
        {problem}
      </span>
    );
  }
  return children ? <span className={classes.hint}>{children}</span> : null;
}

interface ChoiceProps extends Omit<OptionProps, 'children'> {
  choices: { value: string; label: string }[];
  value: Json | undefined;
  onChange: (value: string | undefined) => void;
}

/** The first choice is the default, and is stored as nothing. */
export function Choice({ choices, value, onChange, ...rest }: ChoiceProps) {
  const fallback = choices[0]?.value ?? '';
  return (
    <Option {...rest}>
      <Select
        label={rest.label}
        data={choices}
        value={typeof value === 'string' ? value : fallback}
        allowDeselect={false}
        onChange={(next) => onChange(next === null || next === fallback ? undefined : next)}
      />
    </Option>
  );
}

interface TimeProps extends Omit<OptionProps, 'children'> {
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}

export function Time({ value, onChange, ...rest }: TimeProps) {
  return (
    <Option {...rest}>
      <span className={classes.label}>{rest.label}</span>
      <DurationField
        name="seconds"
        schema={{}}
        root={{}}
        label={rest.label}
        value={value}
        onChange={onChange}
      />
    </Option>
  );
}
