// One button for each way to answer: rejecting ones left in red, the main one right.
import { Button, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Choice } from './choices';

interface ChoiceButtonsProps {
  choices: Choice[];
  onChoose: (choice: Choice) => void;
  busy: string | null;
  /** The main button of a wait is purple, that of a task is the page's primary one. */
  colour?: ButtonProps['color'];
  size?: ButtonProps['size'];
  hint?: (choice: Choice) => ReactNode;
  armed?: string | null;
}

/** The one that stands out: the approving one, else the last that does not reject. */
function mainChoice(choices: readonly Choice[]): Choice | undefined {
  return (
    choices.findLast((choice) => choice.kind === 'approve') ??
    (choices.length === 1 ? choices[0] : undefined)
  );
}

export function ChoiceButtons(props: ChoiceButtonsProps) {
  const { choices, onChoose, busy, colour, size, hint, armed } = props;
  const main = mainChoice(choices);
  return choices.map((choice) => {
    const isMain = choice === main;
    return (
      <Button
        key={choice.id}
        variant={isMain ? 'filled' : 'default'}
        color={isMain ? colour : undefined}
        c={choice.kind === 'reject' ? 'var(--f-red)' : undefined}
        mr={choice.kind === 'reject' ? 8 : undefined}
        size={size}
        loading={busy === choice.id}
        disabled={busy !== null && busy !== choice.id}
        onClick={() => onChoose(choice)}
        rightSection={hint?.(choice)}
        data-armed={armed === choice.id || undefined}
        data-testid={`decide-${choice.id}`}
      >
        {choice.label}
      </Button>
    );
  });
}
