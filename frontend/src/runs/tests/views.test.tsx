// The kept views of the run list, and its rarer filters.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { page, problem, serve, show } from '../../test/render';
import { me, run, workflow } from '../../test/samples';
import { dayIn, endOfDay, startOfDay } from '../days';
import RunsPage from '../RunsPage';
import { changesOf, isShown, queryOf } from '../views/useViews';

const FAILED = { id: 7, name: 'Failed refunds', query: 'workflow=refund&status=failed' };

function open(at: string, more: Record<string, unknown> = {}) {
  const calls = serve({
    'GET /api/me/': me(),
    'GET /api/runs/': page([run()]),
    'GET /api/workflows/': page([workflow()]),
    'GET /api/views/': { results: [FAILED] },
    ...more,
  });
  return { calls, ...show(<RunsPage />, at) };
}

const menu = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

describe('a view', () => {
  it('is the same however its filters are ordered', () => {
    expect(isShown(FAILED, { status: 'failed', workflow: 'refund' })).toBe(true);
    expect(isShown(FAILED, { status: 'failed' })).toBe(false);
    expect(queryOf({ q: 'a b', status: 'failed' })).toBe('status=failed&q=a+b');
    expect(changesOf(FAILED)).toMatchObject({ status: 'failed', workflow: 'refund', q: null });
  });

  it('is gone to, its name then stands on the button', async () => {
    const { router } = open('/runs?q=old');
    await menu('Views');
    await userEvent.click(await screen.findByRole('button', { name: /^Failed refunds/ }));
    expect(router.state.location.search).toBe('?status=failed&workflow=refund');
    expect(await screen.findByRole('button', { name: 'Failed refunds' })).toBeInTheDocument();
  });

  it('is kept under a name', async () => {
    const { calls } = open('/runs?status=failed&q=ann', {
      'POST /api/views/': { id: 8, name: 'Mine', query: '' },
    });
    await menu('Views');
    expect(await screen.findByText('Failed · “ann”')).toBeInTheDocument();
    await userEvent.type(screen.getByLabelText('Keep these filters'), 'Mine');
    await userEvent.click(screen.getByRole('button', { name: 'Keep view' }));
    await waitFor(() =>
      expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({
        page: 'runs',
        name: 'Mine',
        query: 'status=failed&q=ann',
      }),
    );
  });

  it('says why it cannot be kept', async () => {
    open('/runs?status=failed', {
      'POST /api/views/': problem(409, 'There is a view named “Mine”.'),
    });
    await menu('Views');
    await userEvent.type(await screen.findByLabelText('Keep these filters'), 'Mine{Enter}');
    expect(await screen.findByText('There is a view named “Mine”.')).toBeInTheDocument();
  });

  it('is removed', async () => {
    const { calls } = open('/runs', { 'DELETE /api/views/7/': null });
    await menu('Views');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Remove the view “Failed refunds”' }),
    );
    await waitFor(() => expect(calls.some(({ method }) => method === 'DELETE')).toBe(true));
  });
});

describe('the rarer filters', () => {
  it('turn days into the moments at which they begin and end', () => {
    const [from, to] = [startOfDay('2026-03-29') ?? '', endOfDay('2026-03-29') ?? ''];
    expect(new Date(from).getHours()).toBe(0);
    expect([dayIn(from), dayIn(to, -1)]).toEqual(['2026-03-29', '2026-03-29']);
    expect([startOfDay(''), endOfDay('soon'), dayIn(undefined)]).toEqual([null, null, '']);
  });

  it('narrow by tag and by day', async () => {
    const { router } = open('/runs');
    await menu('More filters');
    const form = (await screen.findByLabelText('Tag')).closest('form') as HTMLElement;
    await userEvent.type(within(form).getByLabelText('Tag'), '#urgent');
    await userEvent.type(within(form).getByLabelText('Started from'), '2026-01-05');
    await userEvent.click(within(form).getByRole('button', { name: 'Show' }));
    const found = new URLSearchParams(router.state.location.search);
    expect(found.get('tag')).toBe('urgent');
    expect(found.get('started_after')).toBe(startOfDay('2026-01-05'));
    expect(await screen.findByText('#urgent')).toBeInTheDocument();
  });
});
