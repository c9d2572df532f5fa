// The dialogs about a run: what they show before anything happens, and what they send.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import { keys } from '../../api/queries';
import type { Me } from '../../api/types';
import { page, problem, serve, show } from '../../test/render';
import RunPage from '../RunPage';
import { at, event, log, me, run } from './samples';

vi.mock('../../canvas/ReadOnlyCanvas', () => ({
  ReadOnlyCanvas: () => <div data-testid="canvas" />,
}));
vi.setConfig({ testTimeout: 30_000 });

const graph = {
  schema: 1,
  nodes: [
    { id: 'pay', type: 'http_request', title: 'Charge the card' },
    { id: 'review', type: 'approval', title: 'Manager review' },
  ],
  edges: [{ id: 'e1', source: 'pay', target: 'review', action: 'paid' }],
};
const error = { type: 'Timeout', message: 'No answer', node_id: 'pay' };
const failed = run({
  status: 'failed',
  suspensions: [],
  error,
  finished_at: at(3),
  inputs: { amount: 1500 },
  nodes: { pay: { status: 'failed', iteration: 1, attempt: 1, error } },
});
const charge = { node_id: 'pay', title: 'Charge the card', effects: 'sends' };
const preview = {
  restarts: [charge],
  reopens: [{ node_id: 'review', title: 'Manager review' }],
  may_repeat: [charge],
};
const events = log(
  event('RunCreated', null, 0, { by: 'alice' }),
  event('NodeStarted', 'pay', 1),
  event('NodeFailed', 'pay', 2, { error }),
  event('RunFailed', null, 2, { error }),
);

function open(answers: Parameters<typeof serve>[0] = {}) {
  const calls = serve({
    'GET /api/me/': me({ permissions: ['operate_run'] }),
    'GET /api/runs/r1/': failed,
    'GET /api/runs/r1/events/': { results: events, next: null },
    'GET /api/workflows/expense-approval/versions/4/': { number: 4, graph },
    'GET /api/workflows/expense-approval/versions/': page([{ number: 5 }, { number: 4 }]),
    'GET /api/workflows/expense-approval/': { slug: 'expense-approval', latest_version: 5 },
    'GET /api/node-types/': [],
    'GET /api/people/': { users: [], groups: [] },
    'GET /api/runs/r1/retry/': preview,
    'POST /api/runs/r1/retry/': run({ status: 'running', suspensions: [] }),
    'GET /api/runs/r1/checkpoints/': page([]),
    'POST /api/runs/r1/checkpoints/': { id: 'c1', name: 'before', seq: 4 },
    ...answers,
  });
  const routes = (
    <Routes>
      <Route path="/runs/:id" element={<RunPage />} />
      <Route path="*" element={<p>elsewhere</p>} />
    </Routes>
  );
  return { calls, ...show(routes, '/runs/r1') };
}

const sent = (calls: ReturnType<typeof serve>, path: string) =>
  calls.find((call) => call.method === 'POST' && call.path === path)?.body;

describe('retrying', () => {
  it('says what starts again, what asks again and what may act twice', async () => {
    const { calls } = open();
    await userEvent.click(await screen.findByTestId('retry-button'));
    const form = await screen.findByTestId('retry-form');
    expect(within(form).getByTestId('failed-pay')).toHaveTextContent('No answer');
    expect(within(form).getByRole('region', { name: 'Asks again' })).toHaveTextContent('review');
    expect(within(form).getByTestId('may-repeat')).toHaveTextContent('Charge the card');
    await userEvent.click(screen.getByTestId('retry-confirm'));
    await waitFor(() => expect(screen.queryByTestId('retry-form')).toBeNull());
    expect(sent(calls, '/api/runs/r1/retry/')).toEqual({ idempotency_key: expect.any(String) });
  });

  it('takes a step done by hand only with a reason', async () => {
    const { calls } = open();
    await userEvent.click(await screen.findByTestId('retry-button'));
    await userEvent.click(await screen.findByText('Complete by hand'));
    expect(screen.queryByTestId('may-repeat')).toBeNull();
    await userEvent.type(screen.getByTestId('manual-output'), '{{"paid": 12}');
    await userEvent.click(screen.getByTestId('retry-confirm'));
    expect(await screen.findByText('Say why, in a word or two.')).toBeInTheDocument();
    expect(sent(calls, '/api/runs/r1/retry/')).toBeUndefined();
    await userEvent.click(screen.getByRole('combobox', { name: 'It finishes with' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Paid' }));
    await userEvent.type(screen.getByTestId('retry-reason'), 'The bank says so');
    await userEvent.click(screen.getByTestId('retry-confirm'));
    await waitFor(() => expect(screen.queryByTestId('retry-form')).toBeNull());
    expect(sent(calls, '/api/runs/r1/retry/')).toMatchObject({
      reason: 'The bank says so',
      by_hand: { pay: { do: 'complete', output: { paid: 12 }, action: 'paid' } },
    });
  });

  it('stays open and says why it was refused', async () => {
    open({ 'POST /api/runs/r1/retry/': problem(409, 'The run is running, not failed.') });
    await userEvent.click(await screen.findByTestId('retry-button'));
    await userEvent.click(await screen.findByTestId('retry-confirm'));
    expect(await screen.findByText('The run is running, not failed.')).toBeInTheDocument();
  });

  it('is not offered to whom may not operate the run', async () => {
    open({ 'GET /api/runs/r1/': { ...failed, can_operate: false } });
    await screen.findByTestId('run-failure');
    expect(screen.queryByTestId('retry-button')).toBeNull();
  });
});

describe('forking', () => {
  const forkPreview = (seq: string | null) => ({
    seq: Number(seq),
    restarts: [],
    may_repeat: [],
    state: {},
    inputs: { amount: 1500 },
  });

  it('from an event changes only what was changed, and opens the new run', async () => {
    const { calls, router } = open({
      'GET /api/runs/r1/fork/': ({ query }: { query: URLSearchParams }) =>
        forkPreview(query.get('seq')),
      'POST /api/runs/r1/fork/': run({ id: 'r2' }),
    });
    const list = await screen.findByTestId('event-log');
    const buttons = await within(list).findAllByRole('button', { name: /^Fork from here/ });
    await userEvent.click(buttons.at(-1) as HTMLElement);
    const form = await screen.findByTestId('fork-form');
    expect(within(form).getByTestId('fork-seq')).toHaveValue('1');
    await userEvent.click(await within(form).findByRole('button', { name: 'Inputs' }));
    const field = await within(form).findByTestId('fork-inputs');
    await userEvent.clear(field);
    await userEvent.type(field, '{{"amount": 2}');
    expect(within(form).getByText('1 changed')).toBeInTheDocument();
    await userEvent.click(screen.getByTestId('fork-confirm'));
    await waitFor(() => expect(router.state.location.pathname).toBe('/runs/r2'));
    expect(sent(calls, '/api/runs/r1/fork/')).toEqual({
      seq: 1,
      inputs: { amount: 2 },
      idempotency_key: expect.any(String),
    });
  });

  it('cannot be sent while the JSON is broken', async () => {
    open({ 'GET /api/runs/r1/fork/': forkPreview('4') });
    await userEvent.click(await screen.findByRole('button', { name: 'Fork' }));
    const form = await screen.findByTestId('fork-form');
    await userEvent.click(await within(form).findByRole('button', { name: 'State' }));
    await userEvent.type(await within(form).findByTestId('fork-state'), 'x');
    expect(screen.getByTestId('fork-confirm')).toBeDisabled();
  });
});

describe('moving to another version', () => {
  it('shows what is in the way and then cannot be confirmed', async () => {
    const findings = [
      { node_id: 'a', level: 'ok', message: 'A is the same.' },
      { node_id: 'pay', level: 'problem', message: 'The run stands at Pay.' },
    ];
    open({ 'GET /api/runs/r1/migrate/': { version: 5, fits: false, findings } });
    await userEvent.click(await screen.findByRole('button', { name: 'More' }));
    await userEvent.click(await screen.findByText('Move to version 5…'));
    expect(await screen.findByText('The run stands at Pay.')).toBeInTheDocument();
    expect(screen.getByText('1 step is the same')).toBeInTheDocument();
    expect(screen.getByTestId('migrate-confirm')).toBeDisabled();
  });

  it('sends the version and the reason', async () => {
    const { calls } = open({
      'GET /api/runs/r1/migrate/': { version: 5, fits: true, findings: [] },
      'POST /api/runs/r1/migrate/': run({ version: 5 }),
    });
    await userEvent.click(await screen.findByRole('button', { name: 'More' }));
    await userEvent.click(await screen.findByText('Move to version 5…'));
    await userEvent.type(await screen.findByTestId('migrate-reason'), 'The fix is in 5');
    await userEvent.click(screen.getByTestId('migrate-confirm'));
    await waitFor(() => expect(screen.queryByTestId('migrate-form')).toBeNull());
    expect(sent(calls, '/api/runs/r1/migrate/')).toEqual({ version: 5, reason: 'The fix is in 5' });
  });
});

describe('who may fork', () => {
  const fork = () => screen.queryByRole('button', { name: 'Fork' });
  const openAs = (permissions: Me['permissions'], can: { start: boolean }) =>
    open({
      'GET /api/me/': me({ permissions }),
      'GET /api/workflows/expense-approval/': () => ({ slug: 'expense-approval', can }),
    });

  it('is for those who may start this workflow, whatever they may elsewhere', async () => {
    openAs([], { start: true });
    await waitFor(() => expect(fork()).toBeInTheDocument());
  });

  it('is not for those whose role here says less than their groups', async () => {
    const can = { start: true };
    const { client } = openAs(['edit_workflow'], can);
    await waitFor(() => expect(fork()).toBeInTheDocument());
    can.start = false;
    await client.invalidateQueries({ queryKey: keys.workflow('expense-approval') });
    await waitFor(() => expect(fork()).toBeNull());
  });
});

describe('checkpoints', () => {
  it('are saved under a name and forked from', async () => {
    const points = [{ id: 'c1', name: 'before', seq: 2, created_at: at(1), created_by: 'ann' }];
    const { calls } = open({
      'GET /api/runs/r1/checkpoints/': page(points),
      'GET /api/runs/r1/fork/': ({ query }: { query: URLSearchParams }) => {
        expect(query.get('checkpoint')).toBe('before');
        return { seq: 2, restarts: [], may_repeat: [], state: {}, inputs: {} };
      },
    });
    await userEvent.click(await screen.findByText('State'));
    const list = await screen.findByTestId('checkpoints');
    await userEvent.click(within(list).getByRole('button', { name: 'Save checkpoint' }));
    await userEvent.type(await screen.findByRole('textbox', { name: 'Name' }), 'before');
    const dialog = screen.getByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save checkpoint' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent(calls, '/api/runs/r1/checkpoints/')).toEqual({ name: 'before' });
    const fork = { name: 'Fork from checkpoint before' };
    await userEvent.click(await within(list).findByRole('button', fork));
    expect(await screen.findByText('Checkpoint “before”')).toBeInTheDocument();
    expect(await screen.findByText('Charge the card started')).toBeInTheDocument();
  });
});
