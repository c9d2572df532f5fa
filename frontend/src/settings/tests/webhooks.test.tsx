// Webhooks: who sees them, what making one sends, the secret, and what was sent.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Delivery, Webhook } from '../../api/types';
import { page, problem, serve, show } from '../../test/render';
import { me } from '../../test/samples';
import { ConfirmDialog } from '../../ui/confirm';
import WebhooksPage from '../webhooks/WebhooksPage';

vi.setConfig({ testTimeout: 30_000 });

const webhook = (patch: Partial<Webhook> = {}): Webhook => ({
  id: 'w1',
  name: 'Books',
  url: 'https://books.example.org/in',
  kinds: ['task.decided'],
  workflows: [],
  preset: 'fermata',
  active: true,
  rotated_at: null,
  failures: 0,
  failing_since: null,
  last_success_at: null,
  switched_off: null,
  switched_off_at: null,
  waiting: 0,
  dead: 0,
  created_by: 'root',
  created_at: '2026-01-01T00:00:00Z',
  ...patch,
});
const delivery: Delivery = {
  id: 5,
  key: 'k',
  channel: 'webhook',
  kind: 'task.decided',
  state: 'dead',
  user: null,
  webhook: 'w1',
  webhook_name: 'Books',
  task: 't1',
  run: 'r1',
  attempts: 2,
  created_at: '2026-01-01T00:00:00Z',
  due_at: null,
  done_at: null,
  last_error: 'HTTP 500',
};
const attempt = {
  at: '2026-01-01T00:00:00Z',
  status: 500,
  milliseconds: 31,
  error: 'HTTP 500',
  answer: 'Oops',
};

function open(rows: Webhook[], more: Parameters<typeof serve>[0] = {}) {
  const calls = serve({
    'GET /api/me/': me({ is_superuser: true }),
    'GET /api/workflows/': [],
    'GET /api/webhooks/': { results: rows },
    ...more,
  });
  show(
    <>
      <WebhooksPage />
      <ConfirmDialog />
    </>,
  );
  return (method: string) => calls.filter((call) => call.method === method);
}
const choose = async (name: string, item: string) => {
  await userEvent.click(await screen.findByRole('button', { name: `More for ${name}` }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
};

describe('webhooks', () => {
  it('are not even asked for by anybody else', async () => {
    const calls = open([], { 'GET /api/me/': me() });
    expect(await screen.findByText('Only administrators see webhooks.')).toBeInTheDocument();
    expect(calls('GET').map((call) => call.path)).not.toContain('/api/webhooks/');
  });

  it('are made with all about tasks chosen, and their secret is shown', async () => {
    const calls = open([], { 'POST /api/webhooks/': { ...webhook(), secret: 'whsec_1' } });
    await userEvent.click(await screen.findByRole('button', { name: 'Add webhook' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByLabelText('A task is decided')).toBeChecked();
    expect(dialog.getByLabelText('A run starts')).not.toBeChecked();
    expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
    await userEvent.type(dialog.getByLabelText('Name'), 'Books');
    await userEvent.type(dialog.getByLabelText('Address'), 'https://books.example.org/in');
    await userEvent.click(dialog.getByLabelText('A run starts'));
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    expect(await screen.findByTestId('webhook-secret')).toHaveValue('whsec_1');
    expect(calls('POST')[0]?.body).toMatchObject({
      name: 'Books',
      url: 'https://books.example.org/in',
      preset: 'fermata',
      kinds: expect.arrayContaining(['task.decided', 'run.failed', 'run.started']),
      workflows: [],
    });
  });

  it('put a complaint at its field', async () => {
    const wrong = { code: 'private', detail: 'This address is inside.', attr: 'url' };
    open([webhook()], { 'PATCH /api/webhooks/w1/': problem(400, 'No.', [wrong]) });
    await choose('Books', 'Change');
    await userEvent.click(await screen.findByRole('button', { name: 'Save' }));
    expect(await screen.findByText('This address is inside.')).toBeInTheDocument();
  });

  it('tell how sending goes, and why one was switched off', async () => {
    open([
      webhook({
        dead: 2,
        failures: 9,
        failing_since: '2026-01-01T00:00:00Z',
        active: false,
        switched_off: 'HTTP 500',
      }),
    ]);
    const row = within(await screen.findByTestId('webhook'));
    expect(row.getByText('2 given up')).toBeInTheDocument();
    expect(row.getByText('Switched off by itself: HTTP 500')).toBeInTheDocument();
  });

  it('are switched off and on again', async () => {
    const calls = open([webhook()], { 'PATCH /api/webhooks/w1/': webhook({ active: false }) });
    await userEvent.click(await screen.findByRole('switch', { name: 'Switch Books off' }));
    await waitFor(() => expect(calls('PATCH')[0]?.body).toEqual({ active: false }));
  });

  it('are deleted after a question', async () => {
    const calls = open([webhook()], { 'DELETE /api/webhooks/w1/': {} });
    await choose('Books', 'Delete');
    const asked = within(await screen.findByRole('dialog'));
    await userEvent.click(asked.getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(calls('DELETE')).toHaveLength(1));
  });

  it('show what was sent, each attempt, and send it again', async () => {
    const calls = open([webhook()], {
      'GET /api/webhooks/w1/deliveries/': page([delivery]),
      'GET /api/deliveries/5/': { ...delivery, body: { event: 'task.decided' }, log: [attempt] },
      'POST /api/deliveries/5/redeliver/': { ...delivery, state: 'sent', body: {}, log: [] },
    });
    await choose('Books', 'What was sent');
    await userEvent.click(await screen.findByText('A task is decided'));
    expect(await screen.findByText('Oops')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Send again' }));
    await waitFor(() => expect(calls('POST')).toHaveLength(1));
  });
});
