// The inbox: list, task, decision, keyboard, and what somebody else decided meanwhile.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TaskSummary } from '../../api/types';
import { me } from '../../run/tests/samples';
import { page, problem, serve, show } from '../../test/render';
import InboxPage from '../InboxPage';
import { task } from './samples';

// A busy machine takes its time to load what is opened.
// An opened task is loaded when it is needed.
beforeAll(() => import('../task/TaskView'));

const first = task('t1', 'Pay for Lisbon?');
const second = task('t2', 'Publish the guide?');

function open(at = '/inbox', tasks: TaskSummary[] = [first, second], more = {}) {
  const left = new Map(tasks.map((item) => [item.id, item]));
  const calls = serve({
    'GET /api/me/': me(),
    'GET /api/tasks/': () => page([...left.values()]),
    'GET /api/tasks/t1/': first,
    'GET /api/tasks/t2/': second,
    'POST /api/tasks/t1/decide/': () => {
      left.delete('t1');
      return { ...first, state: 'decided', decision: 'approved' };
    },
    'POST /api/tasks/t1/claim/': { ...first, state: 'claimed', claimed_by: 'ann' },
    ...more,
  });
  const element = (
    <Routes>
      <Route path="/inbox/:id?" element={<InboxPage />} />
    </Routes>
  );
  const sent = (verb: string) => calls.find((call) => call.path.endsWith(`/${verb}/`));
  return { calls, sent, ...show(element, at) };
}

const heading = (name: string) => screen.findByRole('heading', { level: 1, name });

describe('the inbox', () => {
  it('opens the first task beside the list', async () => {
    const { router } = open();
    expect(await heading('Pay for Lisbon?')).toBeInTheDocument();
    expect(router.state.location.pathname).toBe('/inbox/t1');
    expect(screen.getByTestId('facts')).toHaveTextContent('Amount1,500');
    expect(screen.getByText('Look at the amount.')).toBeInTheDocument();
  });

  it('marks what was not opened yet', async () => {
    open();
    await heading('Pay for Lisbon?');
    await waitFor(() => expect(screen.getByTestId('task-t1')).not.toHaveAttribute('data-new'));
    expect(screen.getByTestId('task-t2')).toHaveAttribute('data-new');
  });

  it('decides with the comment and goes on with the next task', async () => {
    const { sent } = open();
    await heading('Pay for Lisbon?');
    await userEvent.type(screen.getByTestId('comment'), 'fine');
    await userEvent.click(screen.getByTestId('decide-approved'));
    expect(await heading('Publish the guide?')).toBeInTheDocument();
    expect(sent('decide')?.body).toMatchObject({
      decision: 'approved',
      comment: 'fine',
      seen: 9,
      undo_seconds: 8,
    });
    await waitFor(() => expect(screen.queryByTestId('task-t1')).toBeNull());
  });

  it('is worked by keys that do not decide by themselves', async () => {
    const { sent, router } = open('/inbox/t1');
    await heading('Pay for Lisbon?');
    await userEvent.keyboard('j');
    await waitFor(() => expect(router.state.location.pathname).toBe('/inbox/t2'));
    await heading('Publish the guide?');
    await userEvent.keyboard('k');
    await heading('Pay for Lisbon?');
    await userEvent.keyboard('a');
    expect(screen.getByTestId('comment')).toHaveFocus();
    expect(screen.getByTestId('decide-approved')).toHaveAttribute('data-armed');
    expect(sent('decide')).toBeUndefined();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(sent('decide')?.body).toMatchObject({ decision: 'approved' }));
  });

  it('lets a person take a task', async () => {
    const { sent } = open('/inbox/t1');
    await heading('Pay for Lisbon?');
    await userEvent.click(screen.getByTestId('act-claim'));
    await waitFor(() => expect(sent('claim')).toBeDefined());
  });

  it('shows who decided when somebody else was faster', async () => {
    let answer = first;
    const { server } = open('/inbox/t1', [first], { 'GET /api/tasks/t1/': () => answer });
    await heading('Pay for Lisbon?');
    answer = {
      ...first,
      state: 'decided',
      decision: 'approved',
      decided_by: 'ben',
      can_decide: false,
    };
    server.says({ type: 'inbox_update', open: 0, task: { id: 't1' } });
    expect(await screen.findByTestId('task-outcome')).toHaveTextContent('Approved by ben');
    expect(screen.queryByTestId('decide-approved')).toBeNull();
  });

  it('offers no buttons for what another person has taken', async () => {
    const taken = {
      ...first,
      state: 'claimed' as const,
      claimed_by: 'ben',
      can_decide: false,
      can: { ...first.can, decide: false },
      why_not: { code: 'claimed', detail: 'ben has taken this task.' },
    };
    open('/inbox/t1', [taken], { 'GET /api/tasks/t1/': taken });
    expect(await screen.findByText(/ben has taken this task/)).toBeInTheDocument();
    expect(screen.queryByTestId('decide-approved')).toBeNull();
  });
});

describe('an inbox without tasks', () => {
  it('says that nothing waits', async () => {
    open('/inbox', []);
    expect(await screen.findByText('Nothing waits for you')).toBeInTheDocument();
  });

  it('names the search that finds nothing, and clears it', async () => {
    const { router } = open('/inbox?q=yacht', []);
    expect(await screen.findByText(/“yacht”/)).toBeInTheDocument();
    await userEvent.click(await screen.findByText('Clear filters'));
    await waitFor(() => expect(router.state.location.search).toBe(''));
  });

  it('keeps the other boxes in the address', async () => {
    const { calls, router } = open('/inbox?box=done', []);
    expect(await screen.findByText('Nothing has been decided yet')).toBeInTheDocument();
    expect(calls.some((call) => call.query.get('state') === 'done')).toBe(true);
    await userEvent.click(within(screen.getByTestId('boxes')).getByText('Team'));
    await waitFor(() => expect(router.state.location.search).toBe('?box=team'));
  });
});

describe('an inbox that cannot be loaded', () => {
  it('says so and offers to try again', async () => {
    open('/inbox', [], { 'GET /api/tasks/': problem(500, 'Something went wrong.') });
    expect(await screen.findByText('The tasks could not be loaded')).toBeInTheDocument();
  });

  it('says when a task is not for this person', async () => {
    open('/inbox/t9', [first]);
    expect(await screen.findByText('No such task')).toBeInTheDocument();
  });
});
