// Deciding one task: what the server allows, what it demands, drafts, and how it ended.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Task } from '../../../api/types';
import { task } from '../samples';
import { open } from './open';

vi.setConfig({ testTimeout: 30_000 });

const pay = (patch: Partial<Task> = {}) => task('t1', 'Pay for Lisbon?', patch);
const barred = (code: string, patch: Partial<Task> = {}) =>
  pay({
    can: { ...pay().can, decide: false },
    can_decide: false,
    why_not: { code, detail: 'No.' },
    ...patch,
  });

describe('a task that this person may not decide', () => {
  it('says why, and has no buttons for it', async () => {
    await open(barred('four_eyes'));
    const bar = screen.getByTestId('decision-bar');
    expect(bar).toHaveTextContent('You asked for this yourself: managers can decide it.');
    expect(within(bar).queryByTestId('decide-approved')).toBeNull();
    expect(screen.queryByTestId('comment')).toBeNull();
  });

  it('tells until when somebody has taken it', async () => {
    const until = new Date(2026, 0, 5, 14, 5).toISOString();
    await open(barred('claimed', { state: 'claimed', claimed_by: 'ben', claimed_until: until }));
    expect(
      await screen.findByText('Ben Ode has taken this task until 14:05. Then it is free again.'),
    ).toBeInTheDocument();
  });
});

describe('a superuser who is not asked', () => {
  it('decides over those who are only with a reason', async () => {
    const { sent, all } = await open(pay(), {}, { is_superuser: true, groups: [] });
    expect(screen.queryByTestId('decide-approved')).toBeNull();
    await userEvent.click(screen.getByTestId('override-start'));
    await userEvent.click(screen.getByTestId('decide-approved'));
    expect(await screen.findByText('Say why, in a word or two.')).toBeInTheDocument();
    expect(all('POST', 'decide')).toHaveLength(0);
    await userEvent.type(screen.getByLabelText('Reason'), 'All are ill');
    await userEvent.click(screen.getByTestId('decide-approved'));
    await waitFor(() => expect(sent('decide')).toMatchObject({ reason: 'All are ill' }));
  });
});

describe('what the author demands', () => {
  it('is typed before an approval, not before a rejection', async () => {
    const { sent, all } = await open(pay({ confirm: '1500' }));
    await userEvent.click(screen.getByTestId('decide-approved'));
    expect(await screen.findByText('Type exactly “1500”.')).toBeInTheDocument();
    await userEvent.type(screen.getByTestId('confirm'), '1500');
    await userEvent.click(screen.getByTestId('decide-approved'));
    await waitFor(() => expect(sent('decide')).toMatchObject({ confirm: '1500' }));
    expect(all('POST', 'decide')).toHaveLength(1);
  });

  it('may be no reason for a rejection', async () => {
    const { sent } = await open(pay({ reject_needs_comment: false }));
    expect(screen.queryByText('needed when you reject')).toBeNull();
    await userEvent.click(screen.getByTestId('decide-rejected'));
    await waitFor(() => expect(sent('decide')).toMatchObject({ decision: 'rejected' }));
  });
});

describe('a decision', () => {
  it('is sent once however often the button is pressed', async () => {
    let now = pay();
    const { all, onOpen } = await open(now, {
      'GET /api/tasks/t1/': () => now,
      'POST /api/tasks/t1/decide/': () => {
        now = { ...now, state: 'decided', decision: 'approved' };
        return now;
      },
    });
    await userEvent.dblClick(screen.getByTestId('decide-approved'));
    await waitFor(() => expect(onOpen).toHaveBeenCalled());
    expect(all('POST', 'decide')).toHaveLength(1);
  });

  it('keeps what is typed, and the focus, while the task changes', async () => {
    let comments = 0;
    const { server } = await open(pay(), {
      'GET /api/tasks/t1/': () => ({ ...pay(), watchers: comments++ ? ['ben'] : [] }),
    });
    const field = screen.getByTestId('comment');
    await userEvent.type(field, 'half a sen');
    server.says({ type: 'inbox_update', open: 1, task: { id: 't1' } });
    expect(await screen.findByText('Followed by Ben Ode')).toBeInTheDocument();
    expect(field).toHaveFocus();
    expect(field).toHaveValue('half a sen');
  });
});

describe('a draft', () => {
  const draft = {
    data: null,
    decision: null,
    comment: 'Only if',
    updated_at: '2026-01-05T12:04:00Z',
  };

  it('is kept a moment after typing', async () => {
    const { all } = await open(pay());
    await userEvent.type(screen.getByTestId('comment'), 'wait');
    await waitFor(
      () => expect(all('PUT', 'draft').at(-1)?.body).toMatchObject({ comment: 'wait' }),
      {
        timeout: 4000,
      },
    );
    expect(await screen.findByText(/Draft saved/)).toBeInTheDocument();
  });

  it('is found again, and can be thrown away', async () => {
    const { all } = await open(pay({ draft }));
    expect(screen.getByTestId('comment')).toHaveValue('Only if');
    await userEvent.click(screen.getByRole('button', { name: 'Discard' }));
    expect(screen.getByTestId('comment')).toHaveValue('');
    await waitFor(() => expect(all('DELETE', 'draft')).toHaveLength(1));
    expect(all('PUT', 'draft')).toHaveLength(0);
  });

  it('is kept on leaving', async () => {
    const { all, unmount } = await open(pay());
    await userEvent.type(screen.getByTestId('comment'), 'x');
    unmount();
    await waitFor(() => expect(all('PUT', 'draft')).toHaveLength(1));
  });
});

describe('a closed task', () => {
  const ended = (patch: Partial<Task>) =>
    open(pay({ closed_at: '2026-01-05T12:00:00Z', can: barred('x').can, ...patch }));
  const outcome = () => screen.getByTestId('task-outcome');

  it('tells who decided for whom, and what was changed', async () => {
    await ended({
      state: 'decided',
      decision: 'approved',
      decided_by: 'ben',
      acting_for: 'ann',
      proposal: { amount: 1500 },
      data: { amount: 1200 },
      changes: [{ path: 'amount', before: 1500, after: 1200 }],
    });
    await waitFor(() => expect(outcome()).toHaveTextContent('Approved by Ben Ode for Ann Lee'));
    expect(screen.getByTestId('changes')).toHaveTextContent('Amount: 1,500 → 1,200');
    expect(screen.queryByTestId('comment')).toBeNull();
  });

  it('tells that it ran out of time, was withdrawn or asked anew', async () => {
    await ended({ state: 'expired' });
    expect(outcome()).toHaveTextContent('The time ran out');
  });

  it('tells why it was withdrawn', async () => {
    await ended({ state: 'withdrawn', closed_reason: 'The order was cancelled' });
    expect(outcome()).toHaveTextContent('Reason: The order was cancelled');
  });

  it('can be taken back by who decided while there is time', async () => {
    const until = new Date(Date.now() + 60_000).toISOString();
    let now = pay({
      state: 'decided',
      decision: 'approved',
      decided_by: 'ann',
      undo_until: until,
      can: { ...barred('x').can, undo: true },
    });
    const { sent } = await open(now, {
      'GET /api/tasks/t1/': () => now,
      'POST /api/tasks/t1/undo/': () => {
        now = pay();
        return now;
      },
    });
    expect(outcome()).toHaveTextContent('May still be taken back until');
    await userEvent.click(screen.getByTestId('outcome-undo'));
    await waitFor(() => expect(sent('undo')).toBeDefined());
    expect(await screen.findByTestId('decide-approved')).toBeInTheDocument();
  });
});
