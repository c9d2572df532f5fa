// Asking before what cannot be undone; the button says the verb, never "OK".
import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState, useSyncExternalStore } from 'react';
import { text } from '../strings';

export interface Question {
  title: string;
  /** The verb and its object: "Stop run". */
  verb: string;
  children?: ReactNode;
  danger?: boolean;
  /** What has to be typed before the verb can be chosen, and the words that ask for it. */
  typed?: { words: string; label: string };
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
      {question && <Asking key={question.title} question={question} />}
    </Modal>
  );
}

function Asking({ question }: { question: Asked }) {
  const [words, setWords] = useState('');
  const { typed, answer } = question;
  const ready = typed === undefined || words.trim() === typed.words;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) answer(true);
  };
  return (
    <form onSubmit={submit}>
      <Text component="div" c="dimmed">
        {question.children}
      </Text>
      {typed && (
        <TextInput
          mt="md"
          label={typed.label}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
      )}
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button
          variant="default"
          onClick={() => answer(false)}
          data-autofocus={!typed || undefined}
        >
          {text.common.cancel}
        </Button>
        <Button type="submit" color={question.danger ? 'red.9' : undefined} disabled={!ready}>
          {question.verb}
        </Button>
      </Group>
    </form>
  );
}
