// Asking before what cannot be undone; the button says the verb, never "OK".
import { Button, Group, Modal, Text } from '@mantine/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import { text } from '../strings';

export interface Question {
  title: string;
  /** The verb and its object: "Stop run". */
  verb: string;
  children?: ReactNode;
  danger?: boolean;
}

type Asked = Question & { answer: (yes: boolean) => void };

let asked: Asked | null = null;
const listeners = new Set<() => void>();

function set(next: Asked | null): void {
  asked = next;
  for (const tell of listeners) tell();
}

/** Ask; resolves true when the person chose the verb. */
export function confirm(question: Question): Promise<boolean> {
  asked?.answer(false);
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      set(null);
      resolve(yes);
    };
    set({ ...question, answer });
  });
}

/** Shows what `confirm` asks; once, in the shell. */
export function ConfirmDialog() {
  const question = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => asked,
  );
  return (
    <Modal
      opened={question !== null}
      onClose={() => question?.answer(false)}
      title={question?.title}
      withCloseButton={false}
    >
      <Text component="div" c="dimmed">
        {question?.children}
      </Text>
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={() => question?.answer(false)} data-autofocus>
          {text.common.cancel}
        </Button>
        <Button
          color={question?.danger ? 'red.9' : undefined}
          onClick={() => question?.answer(true)}
        >
          {question?.verb}
        </Button>
      </Group>
    </Modal>
  );
}
