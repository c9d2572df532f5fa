// The run page: what it says in each state of a run, and that it follows the socket.
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import { problem, serve, show } from '../../test/render';
import RunPage from '../RunPage';
import { at, event, log, me, run, suspendedLog, wait } from './samples';

vi.mock('../../canvas/ReadOnlyCanvas', () => ({
  ReadOnlyCanvas: () => <div data-testid="canvas" />,
}));

const graph = {
  schema: 1,
  nodes: [{ id: 'review', type: 'approval', title: 'Manager review' }],
  edges: [],
};

function open(answers: Parameters<typeof serve>[0] = {}, events = suspendedLog()) {
  const calls = serve({
    'GET /api/me/': me({ permissions: ['operate_run'] }),
    'GET /api/runs/r1/': run(),
    'GET /api/runs/r1/events/': { results: events, next: null },
    'GET /api/workflows/expense-approval/versions/4/': { number: 4, graph },
    'GET /api/workflows/expense-approval/': { slug: 'expense-approval', latest_version: 5 },
    'GET /api/node-types/': [],
    'POST /api/runs/r1/stop/': run({ status: 'cancelled' }),
    ...answers,
  });
  const page = (
    <Routes>
      <Route path="/runs/:id" element={<RunPage />} />
    </Routes>
  );
  return { calls, ...show(page, '/runs/r1') };
}

describe('the page of a waiting run', () => {
  it('says what it waits for, whom, and on which version it runs', async () => {
    open();
    const why = await screen.findByTestId('why-waiting');
    expect(await within(why).findByText('Manager review')).toBeInTheDocument();
    expect(await within(why).findByText(/needs ben or managers/)).toBeInTheDocument();
    expect(screen.getByText('ran on v4')).toBeInTheDocument();
    expect(await screen.findByText('v5 is published now')).toBeInTheDocument();
  });

  it('opens the form behind the purple button, and by the address of a notice', async () => {
    const { router } = open();
    await userEvent.click(await screen.findByTestId('resume-button'));
    expect(await screen.findByRole('dialog')).toHaveTextContent('Approve 1,500 € for Alice?');
    expect(router.state.location.search).toContain('resume=r1.4');
  });

  it('shows no purple button to whom is not asked', async () => {
    open({
      'GET /api/me/': me({ groups: [] }),
      'GET /api/runs/r1/': { ...run(), can_operate: false },
    });
    await screen.findByTestId('why-waiting');
    expect(screen.queryByTestId('resume-button')).toBeNull();
    expect(screen.queryByTestId('stop-button')).toBeNull();
  });

  it('lets the deadline of a test pass, but not that of a real run', async () => {
    const suspensions = [wait({ id: 'r1.4', wake_at: at(90_000) })];
    const real = open({ 'GET /api/runs/r1/': run({ suspensions }) });
    await screen.findByTestId('why-waiting');
    await screen.findByTestId('stop-button');
    expect(screen.queryByRole('button', { name: 'Let the deadline pass now' })).toBeNull();
    real.unmount();
    const draft = run({ draft: true, suspensions });
    const address = 'POST /api/runs/r1/suspensions/r1.4/pass-time/';
    const { calls } = open({ 'GET /api/runs/r1/': draft, [address]: draft });
    const why = await screen.findByTestId('why-waiting');
    expect(await screen.findByText('Test')).toBeInTheDocument();
    expect(screen.queryByText('ran on v4')).toBeNull();
    await userEvent.click(
      await within(why).findByRole('button', { name: 'Let the deadline pass now' }),
    );
    await waitFor(() => expect(calls.map(({ path }) => path)).toContain(address.slice(5)));
  });

  it('adds what the socket brings, newest on top', async () => {
    const { server } = open();
    await screen.findByText('The run waits');
    await act(async () => {});
    const decided = { ...event('TaskDecided', 'review', 9, {}), seq: 8 };
    decided.payload = { task: 't1', by: 'ann', detail: { decision: 'approved', comment: 'ok' } };
    server.says({ type: 'event', run_id: 'r1', event: decided });
    const first = () => within(screen.getByTestId('event-log')).getAllByRole('listitem')[0];
    await waitFor(() => expect(first()).toHaveTextContent('Ann Lee: approved'));
  });

  it('filters its events', async () => {
    open();
    await screen.findByText('The run waits');
    await userEvent.type(screen.getByLabelText('Filter events'), 'nothing like that');
    expect(await screen.findByText(/No event matches/)).toBeInTheDocument();
    await userEvent.click(screen.getByText('Clear filter'));
    expect(await screen.findByText('The run waits')).toBeInTheDocument();
  });
});

describe('the page of a failed run', () => {
  it('has the error up front and its traceback folded', async () => {
    const error = { type: 'ValueError', message: 'No such account', traceback: 'line 12' };
    const events = log(
      event('RunCreated', null, 0),
      event('NodeFailed', 'review', 1, { error }),
      event('RunFailed', null, 1, { error: { ...error, node_id: 'review' } }),
    );
    const failed = run({
      status: 'failed',
      suspensions: [],
      error: { ...error, node_id: 'review' },
    });
    open({ 'GET /api/runs/r1/': { ...failed, finished_at: at(1) } }, events);
    const card = await screen.findByTestId('run-failure');
    expect(card).toHaveTextContent('The run failed');
    expect(await within(card).findByText(/at Manager review/)).toBeInTheDocument();
    expect(card).toHaveTextContent('No such account');
    await userEvent.click(within(card).getByText('Details'));
    await waitFor(() => expect(within(card).getByText('line 12')).toBeVisible());
  });
});

describe('the page of a run that cannot be shown', () => {
  it('says that there is none', async () => {
    open({ 'GET /api/runs/r1/': problem(404, 'Not found.') });
    expect(await screen.findByText('No such run')).toBeInTheDocument();
  });

  it('says what failed and tries again', async () => {
    let answer: unknown = problem(403, 'Not for you.');
    open({ 'GET /api/runs/r1/': () => answer });
    expect(await screen.findByText('The run could not be loaded')).toBeInTheDocument();
    answer = run();
    await userEvent.click(screen.getByText('Try again'));
    expect(await screen.findByTestId('why-waiting')).toBeInTheDocument();
  });
});
