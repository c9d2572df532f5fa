// The dashboard in each of its states, for managers and for those who look after runs.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { problem, serve, show } from '../../test/render';
import DashboardPage from '../DashboardPage';
import { board, broken, figure, operations } from './samples';

const PATH = 'GET /api/dashboard/';
const MEND = 'POST /api/dashboard/mend/';
const people = {
  'GET /api/people/': { users: [{ username: 'ann', name: 'Ann Lee' }], groups: [] },
};

const card = (name: string) => screen.findByRole('region', { name });

describe('the dashboard', () => {
  it('shows four numbers, each with the way to its list', async () => {
    serve({ [PATH]: board(), ...people });
    show(<DashboardPage />, '/dashboard');
    const waiting = await card('Waiting for people');
    expect(within(waiting).getByRole('link', { name: 'Waiting for people: 217' })).toHaveAttribute(
      'href',
      '/inbox?box=all&state=open',
    );
    expect(within(waiting).getByText('19 overdue')).toHaveAttribute(
      'href',
      '/inbox?box=all&state=open&overdue=true',
    );
    expect(within(waiting).getByText('3 to resume by hand')).toBeInTheDocument();
    expect(within(await card('Running')).getByText('1,204 ended in 24 hours')).toBeInTheDocument();
  });

  it('says the trend in a table for whoever does not see the line', async () => {
    serve({ [PATH]: board(), ...people });
    show(<DashboardPage />);
    const table = within(await card('Failed today')).getByRole('table', {
      name: 'Runs that failed, in 24 hours',
    });
    expect(within(table).getAllByRole('row')).toHaveLength(8);
    expect(within(table).getAllByRole('cell').at(-1)).toHaveTextContent('1');
  });

  it('opens the list of one workflow from its piece of a bar', async () => {
    serve({ [PATH]: board(), ...people });
    show(<DashboardPage />);
    const ages = await card('Waiting for people, by age');
    expect(within(ages).getByRole('link', { name: 'Expense approval 41' })).toHaveAttribute(
      'href',
      '/inbox?workflow=expense',
    );
    expect(within(ages).getByRole('link', { name: 'under 1 h: 74' })).toBeInTheDocument();
    expect(within(ages).getByRole('table')).toHaveTextContent('older2Access request 2');
  });

  it('asks for the chosen time and keeps it in the address', async () => {
    const calls = serve({ [PATH]: board(), ...people });
    show(<DashboardPage />, '/dashboard');
    await userEvent.click(await screen.findByLabelText('7 d'));
    await waitFor(() => expect(calls.some((call) => call.query.get('window') === '7d')).toBe(true));
    expect(screen.getByTestId('address')).toHaveTextContent('/dashboard?window=7d');
    expect(calls.find((call) => call.path === '/api/dashboard/')?.query.get('zone')).toBeTruthy();
  });

  it('shows managers their own part, without workers', async () => {
    serve({ [PATH]: board(), ...people });
    show(<DashboardPage />);
    expect(await screen.findByText('What you may see')).toBeInTheDocument();
    expect(screen.queryByRole('heading', { name: 'Workers' })).not.toBeInTheDocument();
  });

  it('shows those who look after runs the workers and what is due', async () => {
    const machinery = operations({ messages: figure(2, '/dashboard/messages') });
    serve({ [PATH]: board({ operations: machinery }), ...people });
    show(<DashboardPage />);
    const workers = await card('Workers');
    expect(within(workers).getByText('app-1 · 4121')).toBeInTheDocument();
    expect(within(workers).getByRole('link', { name: '19' })).toHaveAttribute(
      'href',
      '/runs?held_by=w1-abc',
    );
    expect(within(workers).getByText('3 due now')).toHaveAttribute('href', '/runs?due=true');
    expect(within(workers).getByText('Messages between runs: 2')).toBeInTheDocument();
    expect(screen.queryByText('What you may see')).not.toBeInTheDocument();
  });

  it('tells what is broken and mends it', async () => {
    let isBroken = true;
    const calls = serve({
      [PATH]: () => board({ operations: operations(), broken: isBroken ? [broken()] : [] }),
      [MEND]: () => {
        isBroken = false;
        return { invariant: 'overdue_timers', mended: 2, left: 0 };
      },
      ...people,
    });
    show(<DashboardPage />);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('2 runs with a timer overdue by more than a minute');
    expect(within(alert).getByRole('link', { name: 'Show 2' })).toHaveAttribute(
      'href',
      '/runs?overdue_timer=true',
    );
    await userEvent.click(within(alert).getByRole('button', { name: 'Wake them' }));
    await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument());
    expect(calls.find((call) => call.method === 'POST')?.body).toEqual({
      invariant: 'overdue_timers',
    });
  });

  it("shows the server's sentence for what this page has no words for", async () => {
    const item = broken({ name: 'moon', message: 'The moon is full.', action: null, to: null });
    serve({ [PATH]: board({ operations: operations(), broken: [item] }), ...people });
    show(<DashboardPage />);
    expect(await screen.findByRole('alert')).toHaveTextContent('The moon is full.');
    expect(screen.queryByRole('button', { name: 'Wake them' })).not.toBeInTheDocument();
  });

  it('names whoever has the longest queue', async () => {
    const queue = { kind: 'user' as const, name: 'ann', ...figure(23, '/inbox?assignee=ann') };
    serve({ [PATH]: board({ decisions: { ...board().decisions, queue } }), ...people });
    show(<DashboardPage />);
    expect(await screen.findByText('Ann Lee, 23')).toHaveAttribute('href', '/inbox?assignee=ann');
    expect(screen.getByText('1 day 3 h')).toBeInTheDocument();
    expect(screen.getByText('8 %')).toBeInTheDocument();
  });

  it('says in words where there is nothing', async () => {
    const none = board().ages.map((age) => ({ ...age, count: 0, workflows: [] }));
    serve({ [PATH]: board({ ages: none, workflows: [], nodes: [] }), ...people });
    show(<DashboardPage />);
    expect(await screen.findByText('Nothing waits for people.')).toBeInTheDocument();
    expect(screen.getByText('No run has ended in this time.')).toBeInTheDocument();
    expect(screen.getByText('No run has failed in this time.')).toBeInTheDocument();
  });

  it('shows a picture and the way to the demo before anything has run', async () => {
    serve({ [PATH]: board({ empty: true }), ...people });
    show(<DashboardPage />);
    expect(await screen.findByText('Nothing has run yet')).toBeInTheDocument();
    expect(screen.getByText('python manage.py load_demo')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /217/ })).not.toBeInTheDocument();
  });

  it('reads again when a run moves', async () => {
    const calls = serve({ [PATH]: board(), ...people });
    const { server } = show(<DashboardPage />);
    await card('Running');
    const read = () => calls.filter((call) => call.path === '/api/dashboard/').length;
    expect(read()).toBe(1);
    server.says({ type: 'job_update', run_id: 'r1', status: 'failed', seq: 3, suspensions: [] });
    await waitFor(() => expect(read()).toBe(2));
  });

  it('says what happened when it cannot be loaded', async () => {
    serve({ [PATH]: problem(500, 'The database does not answer.'), ...people });
    show(<DashboardPage />);
    expect(await screen.findByRole('alert')).toHaveTextContent('The database does not answer.');
  });
});
