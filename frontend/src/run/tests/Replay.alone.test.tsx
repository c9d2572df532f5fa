// The slider of the run page: what is shown of the past, in the address, and what can be done from there.
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import type { RunView } from '../../canvas/runView';
import { serve, show } from '../../test/render';
import RunPage from '../RunPage';
import { event, log, me, run } from './samples';

const canvas = vi.hoisted(() => ({ run: null as RunView | null }));
vi.mock('../../canvas/ReadOnlyCanvas', () => ({
  ReadOnlyCanvas: ({ run: shown }: { run: RunView }) => {
    canvas.run = shown;
    return <div data-testid="canvas" />;
  },
}));

const graph = {
  schema: 1,
  nodes: [
    { id: 'submit', type: 'set_state', title: 'Submit' },
    { id: 'review', type: 'approval', title: 'Manager review' },
  ],
  edges: [],
};

const events = log(
  event('RunCreated', null, 0, { by: 'alice', version: 4, inputs: { amount: 1500 }, state: {} }),
  event('NodeStarted', 'submit', 1),
  event('NodeCompleted', 'submit', 2, { output: 1, set: { total: 1500 }, delete: [] }),
  event('NodeStarted', 'review', 2),
  event('NodeSuspended', 'review', 3, { suspension: 'r1.4', kind: 'approval', reason: 'Why' }),
  event('StateChanged', null, 4, { set: { total: 1200, note: 'cut' }, delete: [], by: 'ann' }),
);

async function open(at = '/runs/r1') {
  serve({
    'GET /api/me/': me({ permissions: ['operate_run'] }),
    'GET /api/runs/r1/': run({
      state: { total: 1200, note: 'cut' },
      nodes: {
        submit: { status: 'completed', iteration: 1, attempt: 1 },
        review: { status: 'suspended', iteration: 1, attempt: 1 },
      },
    }),
    'GET /api/runs/r1/events/': { results: events, next: null },
    'GET /api/runs/r1/checkpoints/': { results: [], next: null, previous: null },
    'GET /api/workflows/expense-approval/versions/4/': { number: 4, graph },
    'GET /api/workflows/expense-approval/': { slug: 'expense-approval', latest_version: 4 },
    'GET /api/node-types/': [],
  });
  const page = (
    <Routes>
      <Route path="/runs/:id" element={<RunPage />} />
    </Routes>
  );
  const opened = show(page, at);
  // Its parts are loaded when the first test opens it.
  await screen.findByTestId('canvas', {}, { timeout: 15_000 });
  await screen.findByTestId('replay');
  return opened;
}

const statuses = () => ['submit', 'review'].map((id) => canvas.run?.node(id)?.status);

describe('the slider over the log', () => {
  it('shows the canvas as it was, and goes back to the present', async () => {
    const { router } = await open();
    expect(screen.getByTestId('replay')).toHaveTextContent('event 6 of 6');
    expect(screen.queryByTestId('replay-then')).toBeNull();
    screen.getByRole('slider', { name: 'Event that is shown' }).focus();
    await userEvent.keyboard('{Home}{ArrowRight}');
    expect(screen.getByTestId('replay-told')).toHaveTextContent('Submit started');
    expect(screen.getByTestId('replay-then')).toBeInTheDocument();
    await waitFor(() => expect(statuses()).toEqual(['running', 'pending']));
    await waitFor(() => expect(router.state.location.search).toBe('?at=2'));
    await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
    await waitFor(() => expect(statuses()).toEqual(['completed', 'suspended']));
    await waitFor(() => expect(router.state.location.search).toBe(''));
  });

  it('opens at the moment in the address, with its waits closed to the touch', async () => {
    await open('/runs/r1?at=5');
    await waitFor(() => expect(statuses()).toEqual(['completed', 'suspended']));
    expect(canvas.run?.suspensionOf('review')).toMatchObject({ reason: 'Why', can_resume: false });
    expect(screen.queryByTestId('why-waiting')).toBeNull();
  });

  it('steps, plays to the end and stops there', async () => {
    await open('/runs/r1?at=4');
    await userEvent.click(screen.getByRole('button', { name: 'One event on' }));
    expect(screen.getByTestId('replay')).toHaveTextContent('event 5 of 6');
    await userEvent.click(screen.getByRole('button', { name: 'Play the run' }));
    await waitFor(() => expect(screen.getByTestId('replay')).toHaveTextContent('event 6 of 6'), {
      timeout: 3000,
    });
    expect(screen.getByRole('button', { name: 'Play the run' })).toBeInTheDocument();
  });

  it('is moved by a press on an event of the log', async () => {
    await open();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show the run at: Submit done' }),
    );
    expect(screen.getByTestId('replay')).toHaveTextContent('event 3 of 6');
    expect(screen.getByTestId('timeline-then')).toBeInTheDocument();
  });

  it('stays where it stands when more happens', async () => {
    const { server } = await open('/runs/r1?at=2');
    const more = { ...event('NodeResumed', 'review', 9, { suspension: 'r1.4' }), seq: 7 };
    await act(async () => {});
    server.says({ type: 'event', run_id: 'r1', event: more });
    await waitFor(() => expect(screen.getByTestId('replay')).toHaveTextContent('event 2 of 7'));
    expect(statuses()).toEqual(['running', 'pending']);
  });
});

describe('the state over time', () => {
  it('is that of the shown moment', async () => {
    await open('/runs/r1?at=3');
    await userEvent.click(screen.getByLabelText('State'));
    expect(await screen.findByTestId('run-state')).toHaveTextContent('1500');
    expect(screen.getByTestId('run-state')).not.toHaveTextContent('cut');
  });

  it('lists every change with who made it, and goes to one', async () => {
    await open();
    await userEvent.click(screen.getByLabelText('State'));
    await userEvent.click(await screen.findByLabelText('Over time'));
    const rows = within(screen.getByTestId('state-changes')).getAllByRole('button');
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringContaining('totalSubmit'),
      expect.stringMatching(/totalAnn Lee.*was 1500.*is 1200/),
      expect.stringContaining('note'),
    ]);
    await userEvent.click(rows[0] as HTMLElement);
    expect(screen.getByTestId('replay')).toHaveTextContent('event 3 of 6');
  });

  it('says what differs between two moments', async () => {
    await open();
    await userEvent.click(screen.getByLabelText('State'));
    await userEvent.click(await screen.findByLabelText('Difference'));
    const from = screen.getByLabelText('From event');
    await userEvent.clear(from);
    await userEvent.type(from, '3');
    const found = screen.getByTestId('state-difference');
    expect(found).toHaveTextContent(/total.*1500.*1200/);
    expect(screen.getByTestId('steps-difference')).toHaveTextContent('Manager review');
    expect(screen.getByTestId('steps-difference')).not.toHaveTextContent('Submit');
  });
});
