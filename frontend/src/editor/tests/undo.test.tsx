// Claims about the message that offers a way back.
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { retitle } from '../../graph/edits';
import { theme } from '../../ui/theme';
import { offerUndo } from '../state/offerUndo';
import { deskWith } from './world';

function offered() {
  const { session } = deskWith();
  const step = (title: string) => {
    const node = session.node('review');
    if (node) session.do(`Call it ${title}`, retitle(node, title));
  };
  render(
    <MantineProvider theme={theme} env="test">
      <Notifications />
    </MantineProvider>,
  );
  const before = session.node('review')?.title;
  step('First');
  act(() => offerUndo(session, 'It is called First'));
  return { session, step, before, title: () => session.node('review')?.title };
}

it('takes back the step it tells of', async () => {
  const { before, title } = offered();
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(title()).toBe(before);
});

it('is gone once another step was done, which it would take back instead', async () => {
  const { step, title } = offered();
  await screen.findByRole('button', { name: 'Undo' });
  act(() => step('Second'));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull());
  expect(title()).toBe('Second');
});
