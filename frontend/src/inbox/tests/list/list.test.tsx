// The list: its figures, marks, filters in the address, saved views, what is to come, and its keys.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { me } from '../../../run/tests/samples';
import { byDay, dayName } from '../../list/days';
import { task } from '../samples';
import { four, openInbox } from './open';

describe('the boxes', () => {
  it('tell how much is in them', async () => {
    openInbox('/inbox');
    const boxes = within(await screen.findByTestId('boxes'));
    expect(await boxes.findByText('1,200')).toBeInTheDocument();
    expect(boxes.getByRole('radio', { name: 'Mine4' })).toBeChecked();
    expect(boxes.queryByText('All')).toBeNull();
  });

  it('have one more for what the dashboard counts, with its filters to be taken off', async () => {
    const at = '/inbox?box=all&state=open&overdue=true&nobody=true&order=oldest';
    const { calls, router } = openInbox(at);
    expect(await screen.findByRole('radio', { name: 'All' })).toBeChecked();
    const chips = within(await screen.findByRole('list', { name: 'Filters' }));
    expect(chips.getAllByRole('listitem').map((chip) => chip.textContent)).toEqual([
      'Overdue',
      'Asks nobody who is there',
    ]);
    const asked = calls.find((call) => call.path === '/api/tasks/')?.query;
    expect(Object.fromEntries(asked ?? [])).toEqual({
      box: 'all',
      state: 'open',
      overdue: 'true',
      nobody: 'true',
      order: 'oldest',
    });
    await userEvent.click(chips.getByRole('button', { name: 'Take off: Overdue' }));
    await waitFor(() =>
      expect(router.state.location.search).toBe('?box=all&state=open&nobody=true&order=oldest'),
    );
  });

  it('hold what is to come, told without a name where nothing else may be seen', async () => {
    const step = {
      run: 'r7',
      workflow: 'expense',
      workflow_name: 'Expense claim',
      node_id: 'board',
      title: 'Ask the board',
      initiator: 'alice',
      after: {
        node_id: 'check',
        title: 'Check the claim',
        kind: 'approval',
        reason: '',
        wake_at: null,
        opened_at: new Date(Date.now() - 3 * 3_600_000).toISOString(),
        users: ['alice'],
        groups: ['managers'],
      },
    };
    const hidden = { ...step, run: null, after: { ...step.after, users: [], groups: [] } };
    openInbox('/inbox?box=upcoming', four(), {
      'GET /api/tasks/upcoming/': { results: [step, hidden] },
    });
    const [first, second] = await screen.findAllByRole('listitem');
    expect(await screen.findByText(/which waits for Alice Wong or managers/)).toBeInTheDocument();
    expect(within(first as HTMLElement).getByRole('link')).toHaveAttribute('href', '/runs/r7');
    expect(second).toHaveTextContent('After “Check the claim”');
    expect(within(second as HTMLElement).queryByRole('link')).toBeNull();
    expect(screen.queryByTestId('filter')).toBeNull();
  });
});

describe('a row', () => {
  it('tells what is to know before it is opened', async () => {
    openInbox('/inbox', [
      task('t1', 'Pay?', {
        priority: 2,
        quorum: 2,
        agreed: 1,
        level: 1,
        info_from: 'alice',
        comments_count: 2,
        files_count: 1,
      }),
      task('t2', 'Gone?', { state: 'withdrawn', closed_reason: 'The run was stopped.' }),
    ]);
    const row = await screen.findByTestId('task-t1');
    for (const words of ['Urgent', '1 of 2', 'escalated']) expect(row).toHaveTextContent(words);
    await waitFor(() => expect(row).toHaveTextContent('waits for information from Alice Wong'));
    expect(within(row).getByTitle('2 remarks')).toBeInTheDocument();
    expect(within(row).getByTitle('1 file')).toBeInTheDocument();
    const gone = screen.getByTestId('task-t2');
    expect(gone).toHaveTextContent('WithdrawnThe run was stopped.');
    expect(screen.queryByTestId('select-t2')).toBeNull();
  });

  it('stands below its day where it tells what is over', () => {
    const now = new Date(2026, 0, 5, 10).getTime();
    const at = (days: number) => new Date(now - days * 86_400_000).toISOString();
    const over = [0, 0, 1, 4].map((days) => task(`d${days}`, 'Over', { decided_at: at(days) }));
    expect(byDay(over, now).map(({ name, tasks }) => [name, tasks.length])).toEqual([
      ['today', 2],
      ['yesterday', 1],
      ['Thursday 1 January', 1],
    ]);
    expect(dayName(at(10), now)).toBe('Friday, 26 December 2025');
  });
});

describe('filters', () => {
  it('are set in the panel and stand in the address', async () => {
    const { router } = openInbox('/inbox/t1');
    await userEvent.click(await screen.findByTestId('filter'));
    await screen.findByTestId('filter-panel');
    await userEvent.click(screen.getByLabelText('Overdue'));
    await waitFor(() => expect(router.state.location.search).toBe('?overdue=true'));
    await userEvent.click(screen.getByRole('combobox', { name: 'Taken by' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Nobody' }));
    await waitFor(() => expect(router.state.location.search).toContain('claimed=none'));
    expect(await screen.findByTestId('chip-claimed')).toHaveTextContent('Taken by nobody');
    await userEvent.click(screen.getAllByText('Clear filters')[0] as HTMLElement);
    await waitFor(() => expect(router.state.location.search).toBe(''));
  });

  it('that leave nothing say so, beside the way out', async () => {
    openInbox('/inbox?priority=urgent', []);
    expect(await screen.findByText('The filters above leave nothing.')).toBeInTheDocument();
    expect(await screen.findByTestId('chip-priority')).toHaveTextContent('Urgent');
  });
});

describe('a saved view', () => {
  const kept = { id: 7, page: 'inbox', name: 'Urgent ones', query: 'priority=urgent', place: 0 };

  it('is a name for an address', async () => {
    const views = [kept];
    const { calls, router } = openInbox('/inbox?claimed=none&box=team', four(), {
      'GET /api/views/': () => ({ results: views }),
      'POST /api/views/': ({ body }: { body: unknown }) => {
        const made = { ...kept, ...(body as object), id: 8 };
        views.push(made);
        return made;
      },
    });
    await userEvent.click(await screen.findByTestId('views'));
    await userEvent.click(await screen.findByText('Save this view…'));
    await userEvent.type(await screen.findByTestId('view-name'), 'To take{Enter}');
    await waitFor(() => expect(screen.getByTestId('views')).toHaveTextContent('To take'));
    expect(calls.find((call) => call.method === 'POST')?.body).toEqual({
      page: 'inbox',
      name: 'To take',
      query: 'claimed=none&box=team',
    });
    await userEvent.click(screen.getByTestId('views'));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Urgent ones' }));
    await waitFor(() => expect(router.state.location.search).toBe('?priority=urgent'));
  });

  it('is renamed, moved and deleted', async () => {
    const other = { ...kept, id: 8, name: 'Mine', query: 'claimed=me', place: 1 };
    const { calls } = openInbox('/inbox', four(), {
      'GET /api/views/': { results: [kept, other] },
      'PATCH /api/views/7/': kept,
      'PATCH /api/views/8/': other,
      'DELETE /api/views/8/': {},
    });
    const sent = (method: string) => calls.filter((call) => call.method === method);
    await userEvent.click(await screen.findByTestId('views'));
    await userEvent.click(await screen.findByText('Rename, move, delete…'));
    const name = await screen.findByLabelText('Name of “Mine”');
    await userEvent.clear(name);
    await userEvent.type(name, 'With me{Enter}');
    await waitFor(() => expect(sent('PATCH').at(-1)?.body).toEqual({ name: 'With me' }));
    await userEvent.click(screen.getByRole('button', { name: 'Move “Mine” up' }));
    await waitFor(() =>
      expect(sent('PATCH').map((call) => call.body)).toContainEqual({ place: 0 }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'More for “Mine”' }));
    await userEvent.click(await screen.findByText('Delete view'));
    await waitFor(() => expect(sent('DELETE')).toHaveLength(1));
    expect(await screen.findByText('“Mine” was deleted')).toBeInTheDocument();
  });
});

describe('the keys', () => {
  it('are listed by "?"', async () => {
    openInbox('/inbox/t1');
    await screen.findByTestId('task-t1');
    await userEvent.keyboard('?');
    const help = within(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' }));
    expect(help.getByText('Select up to the open task')).toBeInTheDocument();
  });

  it('do nothing for who has switched them off', async () => {
    const person = me();
    const settings = { ...person.settings, shortcuts: false };
    const { router } = openInbox('/inbox/t1', four(), { 'GET /api/me/': { ...person, settings } });
    await screen.findByTestId('decide-approved');
    await userEvent.keyboard('jx');
    expect(screen.queryByTestId('bulk-bar')).toBeNull();
    expect(router.state.location.pathname).toBe('/inbox/t1');
  });
});
