// Claims about what is asked before something goes for good.
import { MantineProvider } from '@mantine/core';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { ConfirmDialog, confirm, type Question } from './confirm';
import { theme } from './theme';

function ask(more: Partial<Question> = {}) {
  render(
    <MantineProvider theme={theme} env="test">
      <ConfirmDialog />
    </MantineProvider>,
  );
  let answer: boolean | undefined;
  act(() => {
    void confirm({ title: 'Delete Refunds', verb: 'Delete', danger: true, ...more }).then((yes) => {
      answer = yes;
    });
  });
  return () => answer;
}

it('the verb answers yes, and Cancel no', async () => {
  const answer = ask();
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  expect(answer()).toBe(true);
});

it('what goes for good is named first', async () => {
  const answer = ask({ typed: { words: 'Refunds', label: 'Type “Refunds”' } });
  const verb = screen.getByRole('button', { name: 'Delete' });
  expect(verb).toBeDisabled();
  await userEvent.type(screen.getByRole('textbox', { name: 'Type “Refunds”' }), 'refunds{Enter}');
  expect(verb).toBeDisabled();
  expect(answer()).toBeUndefined();
  await userEvent.clear(screen.getByRole('textbox'));
  await userEvent.type(screen.getByRole('textbox'), 'Refunds{Enter}');
  expect(answer()).toBe(true);
});

it('asking anew answers the earlier question no', async () => {
  const answer = ask({ typed: { words: 'Refunds', label: 'Type it' } });
  act(() => void confirm({ title: 'Stop run', verb: 'Stop run' }));
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(answer()).toBe(false);
});
