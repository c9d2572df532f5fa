// Selecting several tasks and deciding them together; a refusal of one is its own result.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { TaskSummary } from '../../../api/types';
import { between } from '../../bulk/useSelection';
import { clearOffers } from '../../undo/store';
import { task } from '../samples';
import { four, openInbox } from './open';

afterEach(() => {
  clearOffers();
});

const soon = () => new Date(Date.now() + 8000).toISOString();
const went = (id: string, title: string) => ({
  id,
  ok: true,
  status: 200,
  error: null,
  task: task(id, title, { state: 'decided', decision: 'approved', undo_until: soon() }),
});
const refused = (id: string) => ({
  id,
  ok: false,
  status: 403,
  task: null,
  error: { type: 'about:blank', title: 'Forbidden', status: 403, code: 'four_eyes', detail: 'No.' },
});

async function selectThree() {
  await screen.findByTestId('task-t1');
  await userEvent.keyboard('x');
  await userEvent.keyboard('j');
  await userEvent.keyboard('j');
  await waitFor(() =>
    expect(screen.getByTestId('task-t3')).toHaveAttribute('aria-current', 'true'),
  );
  await userEvent.keyboard('{Shift>}X{/Shift}');
}

describe('several tasks', () => {
  it('are selected by keys and decided together, with a result for each', async () => {
    const { calls } = openInbox('/inbox/t1', four(), {
      'POST /api/tasks/decide/': {
        results: [went('t1', 'Pay for Lisbon?'), refused('t2'), went('t3', 'Let Tom in?')],
      },
    });
    await selectThree();
    const bar = within(screen.getByTestId('bulk-bar'));
    expect(bar.getByText('3 selected')).toBeInTheDocument();
    await userEvent.keyboard('a');
    const comment = await screen.findByTestId('bulk-comment');
    const dialog = within(screen.getByRole('dialog', { name: 'Approve 3 tasks' }));
    expect(dialog.getByText('Publish the guide?')).toBeInTheDocument();
    await userEvent.type(comment, 'all fine');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');

    const results = await screen.findByTestId('bulk-results');
    expect(results).toHaveTextContent('Publish the guide?Whoever asked may not decide.');
    expect(screen.getByText('2 approved, 1 refused.')).toBeInTheDocument();
    expect(calls.find((call) => call.path === '/api/tasks/decide/')?.body).toEqual({
      ids: ['t1', 't2', 't3'],
      decision: 'approved',
      comment: 'all fine',
      undo_seconds: 8,
    });
    expect(await screen.findByTestId('undo-bar')).toHaveTextContent('2 approved');
    await userEvent.click(screen.getByTestId('bulk-refused'));
    expect(screen.getByTestId('select-t2')).toBeChecked();
    expect(screen.getByTestId('select-t1')).not.toBeChecked();
  });

  it('are not rejected without a word', async () => {
    const { calls } = openInbox('/inbox/t1');
    await selectThree();
    await userEvent.keyboard('r');
    await screen.findByTestId('bulk-comment');
    await userEvent.click(screen.getByTestId('bulk-send'));
    expect(screen.getByText(/Say why/)).toBeInTheDocument();
    expect(calls.some((call) => call.path === '/api/tasks/decide/')).toBe(false);
  });

  it('are deselected by Escape, and the open task has its keys again', async () => {
    openInbox('/inbox/t1');
    await selectThree();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByTestId('bulk-bar')).toBeNull();
    await screen.findByTestId('decide-approved');
    await userEvent.keyboard('a');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('are taken together, and a refusal is told', async () => {
    const { calls } = openInbox('/inbox/t1', four(), {
      'POST /api/tasks/t1/claim/': task('t1', 'Pay for Lisbon?', { state: 'claimed' }),
    });
    await screen.findByTestId('task-t1');
    await userEvent.click(screen.getByTestId('select-t1'));
    await userEvent.click(screen.getByTestId('select-t2'));
    await userEvent.keyboard('c');
    expect(await screen.findByText('1 of 2 could not be taken')).toBeInTheDocument();
    expect(calls.filter((call) => call.path.endsWith('/claim/'))).toHaveLength(2);
  });

  it('are no longer selected once somebody else has decided them', async () => {
    const tasks = four();
    const { client } = openInbox('/inbox/t1', tasks);
    await selectThree();
    tasks.splice(1, 1);
    await client.invalidateQueries({ queryKey: ['tasks'] });
    await waitFor(() => expect(screen.queryByTestId('task-t2')).toBeNull());
    expect(screen.getByTestId('bulk-bar')).toHaveTextContent('2 selected');
  });
});

describe('a range', () => {
  it('reaches from one task to another, whichever is above', () => {
    const tasks = four() as TaskSummary[];
    const ids = (from: string | null, to: string) => between(tasks, from, to).map(({ id }) => id);
    expect(ids('t3', 't2')).toEqual(['t2', 't3']);
    expect(ids(null, 't4')).toEqual(['t4']);
    expect(ids('gone', 't2')).toEqual(['t2']);
  });
});
