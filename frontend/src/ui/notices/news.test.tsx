// The bell: the number, what the notices say, where they lead, and reading them.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Notice } from '../../api/types';
import { page, problem, serve, show } from '../../test/render';
import { me } from '../../test/samples';
import { NoticesButton, NoticesDrawer, openNotices } from './NoticesButton';
import { placeOf, tell } from './telling';

vi.setConfig({ testTimeout: 30_000 });

const notice = (patch: Partial<Notice> = {}): Notice => ({
  id: 1,
  kind: 'asked',
  title: 'Approve 1,500 € for Lisbon?',
  path: 'Expense approval › Manager review',
  workflow: 'expense',
  workflow_name: 'Expense approval',
  run: 'r1',
  task_id: 't1',
  task: null,
  facts: {},
  count: 1,
  at: '2026-01-01T10:00:00Z',
  read: false,
  over: null,
  ...patch,
});
const names: Record<string, string> = { ben: 'Ben Baker', maria: 'you' };
const nameOf = (username: string) => names[username] ?? username;

describe('a notice', () => {
  it.each<[string, Partial<Notice>, string]>([
    ['asks', {}, 'You are asked'],
    ['asks a group', { facts: { group: 'managers' } }, 'You are asked, as one of managers'],
    ['asks a substitute', { facts: { for: 'ben' } }, 'You are asked in place of Ben Baker'],
    ['reminds', { kind: 'reminded', facts: { reminder: 'overdue' } }, 'It is overdue'],
    [
      'is nudged by hand',
      { kind: 'reminded', facts: { reminder: 'nudge', by: 'ben' } },
      'Ben Baker asks you to answer',
    ],
    [
      'hands on',
      { kind: 'delegated', facts: { by: 'ben' } },
      'Ben Baker has handed this on to you',
    ],
    ['mentions', { kind: 'mentioned', facts: { by: 'ben' } }, 'Ben Baker mentions you'],
    ['counts failures', { kind: 'failures', count: 3, task_id: null }, '3 runs failed'],
    [
      'tells the requester',
      { kind: 'outcome', facts: { state: 'decided', decision: 'rejected', by: 'ben' } },
      'Rejected by Ben Baker',
    ],
    [
      'tells by the author’s words',
      {
        kind: 'outcome',
        facts: { state: 'decided', decision: 'later', label: 'Next year', by: 'ben' },
      },
      'Next year, by Ben Baker',
    ],
    [
      'is over for those who were asked',
      { over: { state: 'handed_on', to: ['ben'] } },
      'Handed on to Ben Baker',
    ],
    ['has expired', { over: { state: 'expired' } }, 'Nobody decided in time'],
  ])('%s', (_what, patch, sentence) => {
    expect(tell(notice(patch), nameOf).sentence).toBe(sentence);
  });

  it('quotes what was written', () => {
    const told = tell(notice({ kind: 'commented', facts: { by: 'ben', text: 'Why?' } }), nameOf);
    expect(told.words).toBe('Why?');
  });

  it('leads to what it is about', () => {
    expect(placeOf(notice())).toBe('/inbox/t1');
    expect(placeOf(notice({ kind: 'failed', task_id: null }))).toBe('/runs/r1');
    expect(placeOf(notice({ kind: 'failures', task_id: null }))).toBe(
      '/runs?status=failed&workflow=expense',
    );
  });
});

function bell(more: Parameters<typeof serve>[0] = {}) {
  const calls = serve({
    'GET /api/me/': me(),
    'GET /api/people/': { users: [], groups: [] },
    'GET /api/runs/': page([]),
    'GET /api/suspensions/': page([]),
    'GET /api/notices/count/': { unread: 2 },
    'GET /api/notices/': page([notice(), notice({ id: 2, title: 'Second', task_id: 't2' })]),
    'POST /api/notices/read/': { unread: 1 },
    ...more,
  });
  const view = show(
    <>
      <NoticesButton folded={false} />
      <NoticesDrawer />
    </>,
  );
  return { ...view, calls };
}
const posted = (calls: ReturnType<typeof serve>) =>
  calls.filter((call) => call.method === 'POST').map((call) => call.body);

describe('the bell', () => {
  it('shows how much is unread, and follows the socket', async () => {
    const { server } = bell();
    expect(await screen.findByRole('button', { name: 'Notices, 2 unread' })).toBeInTheDocument();
    server.says({ type: 'notice_update', unread: 0, notice: null });
    expect(await screen.findByRole('button', { name: 'Notices' })).toBeInTheDocument();
  });

  it('opens what is clicked, and marks that alone as read', async () => {
    const { calls } = bell();
    await userEvent.click(await screen.findByRole('button', { name: 'Notices, 2 unread' }));
    await userEvent.click(await screen.findByRole('link', { name: /Second/ }));
    expect(screen.getByTestId('address')).toHaveTextContent('/inbox/t2');
    await waitFor(() => expect(posted(calls)).toEqual([{ ids: [2] }]));
    expect(await screen.findByRole('button', { name: 'Notices, 1 unread' })).toBeInTheDocument();
  });

  it('marks all as read', async () => {
    const { calls } = bell({ 'POST /api/notices/read/': { unread: 0 } });
    await screen.findByRole('button', { name: 'Notices, 2 unread' });
    openNotices();
    const drawer = within(await screen.findByRole('dialog'));
    expect(await drawer.findAllByRole('img', { name: 'Unread' })).toHaveLength(2);
    await userEvent.click(drawer.getByRole('button', { name: 'Mark all as read' }));
    await waitFor(() => expect(drawer.queryByRole('img', { name: 'Unread' })).toBeNull());
    expect(posted(calls)).toEqual([{ ids: null }]);
    expect(drawer.getByRole('button', { name: 'Mark all as read' })).toBeDisabled();
  });

  it('says when notices cannot be loaded, and what comes here when there are none', async () => {
    let answer: unknown = problem(500, 'Broken.');
    bell({ 'GET /api/notices/': () => answer });
    openNotices();
    expect(await screen.findByText('Notices could not be loaded')).toBeInTheDocument();
    answer = page([]);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('No notices yet')).toBeInTheDocument();
  });
});
