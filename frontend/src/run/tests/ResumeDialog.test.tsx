// The form that ends a wait.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Suspension } from '../../api/types';
import { problem, serve, show } from '../../test/render';
import { ResumeDialog } from '../resume/ResumeDialog';
import { run, wait } from './samples';

function open(suspension: Suspension, answers: Parameters<typeof serve>[0] = {}) {
  const done = vi.fn();
  const calls = serve({
    'POST /api/runs/r1/resume/': run(),
    'POST /api/tasks/t1/decide/': { id: 't1', run: 'r1' },
    ...answers,
  });
  show(
    <ResumeDialog suspension={suspension} run={{ id: 'r1' }} onDone={done} nodeTitle="Review" />,
  );
  const sent = () => calls.find((call) => call.method === 'POST');
  return { done, sent };
}

const plain = (patch: Partial<Suspension> = {}) => wait({ kind: 'wait', task: null, ...patch });

describe('the dialog of an approval', () => {
  it('decides the task with the comment', async () => {
    const { done, sent } = open(wait());
    await userEvent.type(screen.getByTestId('comment'), 'fine');
    await userEvent.click(screen.getByRole('button', { name: 'Approve' }));
    await waitFor(() => expect(done).toHaveBeenCalled());
    expect(sent()).toMatchObject({
      path: '/api/tasks/t1/decide/',
      body: { decision: 'approved', comment: 'fine' },
    });
  });

  it('asks for a reason before it rejects', async () => {
    const { sent } = open(wait());
    await userEvent.click(screen.getByRole('button', { name: 'Reject' }));
    expect(screen.getByText(/Say why/)).toBeInTheDocument();
    expect(sent()).toBeUndefined();
    await userEvent.type(screen.getByTestId('comment'), 'too much');
    await userEvent.click(screen.getByRole('button', { name: 'Reject' }));
    await waitFor(() =>
      expect(sent()?.body).toEqual({ decision: 'rejected', comment: 'too much' }),
    );
  });

  it('says who was faster instead of failing', async () => {
    const { done } = open(wait(), {
      'POST /api/tasks/t1/decide/': problem(409, 'This was already answered.'),
    });
    await userEvent.click(screen.getByRole('button', { name: 'Approve' }));
    expect(await screen.findByText('This was already answered.')).toBeInTheDocument();
    await userEvent.click(screen.getByText('Close'));
    expect(done).toHaveBeenCalled();
  });
});

describe('the dialog of a plain wait', () => {
  it('sends what was typed as JSON, not before it is JSON', async () => {
    const { sent } = open(plain({ actions: [] }));
    const field = screen.getByTestId('resume-data');
    await userEvent.type(field, '{{"ok": ');
    expect(screen.getByText('This is not JSON yet.')).toBeInTheDocument();
    expect(screen.getByTestId('resume-submit')).toBeDisabled();
    await userEvent.type(field, 'true}');
    await userEvent.click(screen.getByTestId('resume-submit'));
    await waitFor(() =>
      expect(sent()).toMatchObject({
        path: '/api/runs/r1/resume/',
        body: { suspension: 'r1.4', data: { ok: true } },
      }),
    );
  });

  it('offers the ways its lines lead, without the one of the clock', async () => {
    const { sent } = open(plain({ actions: ['ship', 'hold', 'timeout'] }));
    expect(screen.queryByText('Timeout')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Hold' }));
    await waitFor(() => expect(sent()?.body).toEqual({ suspension: 'r1.4', action: 'hold' }));
  });

  it('draws the author’s form and puts the server’s complaint at its field', async () => {
    const schema = {
      type: 'object',
      properties: { amount: { type: 'number', title: 'Amount' } },
      required: ['amount'],
    };
    const errors = [{ code: 'invalid', detail: 'The budget is 100.', attr: 'data.amount' }];
    const { sent } = open(plain({ actions: [], schema }), {
      'POST /api/runs/r1/resume/': problem(400, 'Invalid.', errors),
    });
    // The form is loaded when it is needed.
    const field = await screen.findByLabelText(/Amount/, {}, { timeout: 10_000 });
    await userEvent.click(screen.getByTestId('resume-submit'));
    expect(sent()).toBeUndefined();
    await userEvent.type(field, '500');
    await userEvent.click(screen.getByTestId('resume-submit'));
    expect(await screen.findAllByText('The budget is 100.')).not.toHaveLength(0);
    expect(sent()?.body).toMatchObject({ data: { amount: 500 } });
  });

  it('skips a timer without asking for anything', async () => {
    const { sent } = open(plain({ kind: 'timer', actions: ['timeout'] }));
    await userEvent.click(screen.getByText('Skip the wait'));
    await waitFor(() => expect(sent()?.body).toEqual({ suspension: 'r1.4' }));
  });
});
