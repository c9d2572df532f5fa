// Notices of waits: who is told of what, once, and how one ends.
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { page, serve, show } from '../../test/render';
import { me, run, suspension } from '../../test/samples';
import { NoticeStack } from './NoticeStack';
import { useResumeHandler } from './resume';
import { openWaits } from './waits';

const wait = suspension();
const running = run({ status: 'suspended', finished_at: null, suspensions: [wait] });
const answers = (patch: object = {}) => ({
  'GET /api/me/': me(),
  'GET /api/runs/': page([running]),
  'GET /api/suspensions/': page([wait]),
  [`GET /api/runs/${running.id}/`]: { ...running, suspensions: [], nodes: {} },
  'GET /api/tasks/t1/': { id: 't1', state: 'decided', decided_by: 'ben', decision: 'approved' },
  ...patch,
});
const notice = () => screen.findByTestId('suspension-notice');

function Editor({ open }: { open: (suspensionId: string) => void }) {
  useResumeHandler(running.id, open);
  return <NoticeStack />;
}

describe('a suspension notice', () => {
  it('says what waits, for whom and why', async () => {
    serve(answers());
    show(<NoticeStack />);
    expect(await notice()).toHaveTextContent('Waiting for managers');
    await waitFor(() =>
      expect(screen.getByTestId('suspension-notice')).toHaveTextContent(
        'Expense approval › Manager review: Check the receipt',
      ),
    );
  });

  it('appears once for a wait, also on the next page load', async () => {
    serve(answers());
    const first = show(<NoticeStack />);
    await notice();
    first.unmount();
    const second = show(<NoticeStack />);
    await waitFor(() => expect(second.client.isFetching()).toBe(0));
    expect(screen.queryByTestId('suspension-notice')).toBeNull();
  });

  it('leaves out what opened long before the page', async () => {
    const old = suspension({ opened_at: '2026-01-01T00:00:00Z' });
    serve(answers({ 'GET /api/suspensions/': page([old]) }));
    const { client } = show(<NoticeStack />);
    await waitFor(() => expect(client.isFetching()).toBe(0));
    expect(screen.queryByTestId('suspension-notice')).toBeNull();
  });

  it('opens the form on the page of its run', async () => {
    serve(answers());
    show(<NoticeStack />);
    await userEvent.click(await screen.findByText('Resume…'));
    expect(screen.getByTestId('address')).toHaveTextContent(
      `/runs/${running.id}?resume=${wait.id}`,
    );
  });

  it('lets the page that shows the run open the form', async () => {
    serve(answers());
    const open = vi.fn();
    show(<Editor open={open} />, '/workflows/expense');
    await userEvent.click(await screen.findByText('Resume…'));
    expect(open).toHaveBeenCalledWith(wait.id);
    expect(screen.getByTestId('address')).toHaveTextContent('/workflows/expense');
  });

  it('speaks of the task alone to somebody who only decides', async () => {
    serve(answers({ 'GET /api/me/': me({ permissions: [] }) }));
    show(<NoticeStack />);
    await userEvent.click(await screen.findByText('Open task'));
    expect(screen.queryByText('Resume…')).toBeNull();
    expect(screen.getByTestId('address')).toHaveTextContent('/inbox/t1');
  });

  it('is gone for good once its task was opened', async () => {
    serve(answers());
    const { router } = show(<NoticeStack />);
    await notice();
    await act(() => router.navigate('/inbox/t1'));
    await act(() => router.navigate('/workflows'));
    expect(screen.queryByTestId('suspension-notice')).toBeNull();
  });

  it('calls people by their names', async () => {
    const asked = suspension({ users: ['ben', 'maria'], groups: [] });
    const people = { users: [{ username: 'ben', name: 'Ben Baker' }], groups: [] };
    serve(answers({ 'GET /api/suspensions/': page([asked]), 'GET /api/people/': people }));
    show(<NoticeStack />);
    await waitFor(async () =>
      expect(await notice()).toHaveTextContent('Waiting for Ben Baker, you'),
    );
  });

  it('says who decided when somebody else did', async () => {
    let open = [wait];
    serve(answers({ 'GET /api/suspensions/': () => page(open) }));
    const { server } = show(<NoticeStack />);
    await notice();
    open = [];
    server.says({ type: 'job_update', run_id: running.id, status: 'running', seq: 9 });
    expect(await screen.findByText('Approved by ben', {}, { timeout: 3000 })).toBeInTheDocument();
  });
});

describe('a notice of the computer', () => {
  const told: { heading: string; body: string; tag: string; click: () => void }[] = [];

  class FakeNotification {
    static permission = 'granted';
    onclick: () => void = () => {};
    constructor(heading: string, { body, tag }: { body: string; tag: string }) {
      told.push({ heading, body, tag, click: () => this.onclick() });
    }
    close() {}
  }
  const wanting = (desktop: boolean) => me({ settings: { ...me().settings, desktop } });
  const look = (state: string) =>
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state as DocumentVisibilityState);

  beforeEach(() => {
    told.length = 0;
    vi.stubGlobal('Notification', FakeNotification);
  });

  it('comes to who wants it and looks elsewhere, and leads to the task', async () => {
    look('hidden');
    serve(answers({ 'GET /api/me/': wanting(true) }));
    show(<NoticeStack />);
    await waitFor(() => expect(told).toHaveLength(1));
    expect(told[0]).toMatchObject({ heading: 'Waiting for managers', tag: wait.id });
    act(() => told[0]?.click());
    expect(screen.getByTestId('address')).toHaveTextContent('/inbox/t1');
  });

  it.each([
    ['who does not want it', false, 'hidden'],
    ['who looks at the page', true, 'visible'],
  ])('does not come to %s', async (_who, desktop, state) => {
    look(state);
    serve(answers({ 'GET /api/me/': wanting(desktop) }));
    show(<NoticeStack />);
    await notice();
    expect(told).toEqual([]);
  });
});

describe('lists kept current', () => {
  it('are read again after a cut of the line, because its frames are lost', async () => {
    let open: unknown[] = [];
    serve(answers({ 'GET /api/suspensions/': () => page(open) }));
    const { server, client } = show(<NoticeStack />);
    await waitFor(() => expect(client.isFetching()).toBe(0));
    open = [wait];
    act(() => server.close());
    await waitFor(() => expect(server.sockets).toBe(2), { timeout: 3000 });
    act(() => server.onopen?.());
    expect(await notice()).toBeInTheDocument();
  });
});

describe('the open waits', () => {
  it('leave out timers, which end by themselves', () => {
    expect(openWaits(me(), [suspension({ kind: 'timer' })], [])).toEqual([]);
  });

  it('tell the one who started a run of it, without a way to act', () => {
    const mine = run({ created_by: 'maria', suspensions: [suspension({ id: 'r.9' })] });
    const others = run({ created_by: 'alice', suspensions: [suspension({ id: 'r.8' })] });
    const found = openWaits(me(), [], [mine, others]);
    expect(found.map((one) => [one.id, one.canAct])).toEqual([['r.9', false]]);
  });
});
