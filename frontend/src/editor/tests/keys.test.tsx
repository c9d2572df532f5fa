// The editor's keys that lead out of the canvas, and the list of all.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { serve } from '../../test/render';
import { KeysDialog, keyLines } from '../actions/KeysDialog';
import { ACTIONS } from '../actions/list';
import { PublishButton } from '../header/PublishButton';
import { deskWith, draw } from './world';

it('the help names every key of every action', () => {
  const named = new Set(keyLines().flatMap(({ keys }) => keys));
  for (const action of ACTIONS) for (const key of action.keys) expect(named).toContain(key);
});

it('the help closes', async () => {
  const onClose = vi.fn();
  draw(deskWith().desk, <KeysDialog open onClose={onClose} />);
  expect(await screen.findByText('Show keyboard shortcuts')).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalled();
});

it('publishing by key says why it cannot, as the button does', async () => {
  serve({});
  const { session, desk } = deskWith();
  const before = session.publish.get();
  draw(desk, <PublishButton />);
  expect(session.publish.get()).not.toBe(before);
  session.publish.get()();
  expect(screen.queryByTestId('publish-confirm')).toBeNull();
});
