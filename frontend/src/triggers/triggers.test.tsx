// Triggers: what they are called, when a schedule comes, and what the dialogs send and show once.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Trigger } from '../api/engine';
import { me } from '../run/tests/samples';
import { page, problem, serve, show } from '../test/render';
import { ConfirmDialog } from '../ui/confirm';
import { inZone, timesOf } from './schedule';
import { problemsOf } from './TriggerDialog';
import TriggersPanel from './TriggersPanel';
import { curlOf, exampleInputs, whatStarts } from './words';

vi.setConfig({ testTimeout: 30_000 });

const trigger = (patch: Partial<Trigger> = {}): Trigger => ({
  id: 't1',
  kind: 'schedule',
  name: 'Morning report',
  enabled: true,
  settings: { cron: '0 9 * * 1-5', timezone: 'Europe/Rome', missed: 'last' },
  inputs: {},
  url: null,
  next_at: '2026-01-05T08:00:00Z',
  last_fired_at: null,
  last_run: null,
  last_error: null,
  created_by: 'ann',
  created_at: '2026-01-01T00:00:00Z',
  ...patch,
});
const hook = trigger({ id: 't2', kind: 'webhook', name: '', settings: {}, next_at: null });
const URL = 'https://example.org/hooks/start/abc/';

function open(rows: Trigger[], more: Parameters<typeof serve>[0] = {}, looking = false) {
  const calls = serve({
    'GET /api/me/': me(),
    'GET /api/people/': { users: [], groups: [] },
    'GET /api/workflows/expense/triggers/': page(rows),
    'POST /api/workflows/expense/triggers/': { ...hook, url: URL },
    'PATCH /api/workflows/expense/triggers/t1/': trigger({ enabled: false }),
    'POST /api/workflows/expense/triggers/t2/rotate/': { ...hook, url: URL },
    ...more,
  });
  show(
    <>
      <TriggersPanel slug="expense" fields={['amount']} isPublished looking={looking} />
      <ConfirmDialog />
    </>,
  );
  return (method: string) => calls.find((call) => call.method === method)?.body;
}

describe('a schedule', () => {
  it('is told in words with its next times on its own clock', () => {
    const from = new Date('2026-01-02T12:00:00Z');
    const { sentence, next, problem: wrong } = timesOf('0 9 * * 1-5', 'Europe/Rome', from);
    expect(sentence).toBe('At 09:00, Monday through Friday');
    expect(wrong).toBe('');
    expect(next).toHaveLength(5);
    expect(next[0]?.toISOString()).toBe('2026-01-05T08:00:00.000Z');
    expect(inZone(next[0] as Date, 'Europe/Rome')).toBe('Mon 5 Jan, 09:00');
  });

  it('keeps its hour over the change to summer time', () => {
    const from = new Date('2026-03-28T12:00:00Z');
    const { next } = timesOf('0 9 * * *', 'Europe/Rome', from);
    expect(next[0]?.toISOString()).toBe('2026-03-29T07:00:00.000Z');
  });

  it('says what is wrong with it', () => {
    expect(timesOf('0 9', 'UTC').problem).toMatch(/five parts/);
    expect(timesOf('0 0 31 2 *', 'UTC').problem).toBe('This never comes.');
    expect(timesOf('99 9 * * *', 'UTC').problem).not.toBe('');
  });
});

describe('the words of a trigger', () => {
  it('say what starts the workflow', () => {
    expect(whatStarts(trigger())).toBe('At 09:00, Monday through Friday (Europe/Rome)');
    expect(whatStarts(hook)).toBe('Starts when its address is called');
    const event = { kind: 'event', settings: { event: 'order.paid', key: null } } as const;
    expect(whatStarts(event)).toBe('On the event “order.paid”, any key');
  });

  it('give examples with the fields of the workflow', () => {
    expect(exampleInputs('webhook', ['amount'])).toEqual({
      amount: { $expr: 'event.data.amount' },
    });
    expect(exampleInputs('schedule', ['amount'])).toEqual({ slot: { $expr: 'event.slot' } });
    expect(curlOf(URL, ['amount'])).toContain(`curl -X POST '${URL}'`);
  });

  it('tell what keeps a draft from being saved', () => {
    const draft = { kind: 'schedule', name: '', settings: { cron: '9' }, inputs: '{' } as const;
    expect(Object.keys(problemsOf(draft))).toEqual(['inputs', 'settings.cron']);
  });
});

describe('the list of triggers', () => {
  it('shows what each does, and its fault', async () => {
    open([trigger({ last_error: 'There is no version yet.' }), hook]);
    const [first] = await screen.findAllByTestId('trigger');
    expect(first).toHaveTextContent('Morning report');
    expect(first).toHaveTextContent('next Mon 5 Jan, 09:00');
    expect(within(first as HTMLElement).getByRole('alert')).toHaveTextContent('no version yet');
  });

  it('switches one off only once the server has said so', async () => {
    const sent = open([trigger()], {
      'PATCH /api/workflows/expense/triggers/t1/': problem(403, 'You may not.'),
    });
    await userEvent.click(await screen.findByRole('switch', { name: 'Turn Morning report off' }));
    await waitFor(() => expect(sent('PATCH')).toEqual({ enabled: false }));
    expect(await screen.findByRole('switch', { name: 'Turn Morning report off' })).toBeChecked();
  });

  it('offers nothing to change to a reader', async () => {
    open([trigger()], {}, true);
    await screen.findByTestId('trigger');
    expect(screen.queryByRole('switch')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Add trigger' })).toBeNull();
  });

  it('says how to begin when there are none', async () => {
    open([]);
    expect(await screen.findByText('Nothing starts this workflow by itself')).toBeInTheDocument();
  });
});

describe('adding a trigger', () => {
  const begin = async () =>
    userEvent.click(await screen.findByRole('button', { name: 'Add trigger' }));

  it('shows the address of a webhook once', async () => {
    const sent = open([]);
    await begin();
    await userEvent.click(await screen.findByRole('button', { name: 'Use an example' }));
    await userEvent.click(screen.getByTestId('trigger-save'));
    expect(await screen.findByTestId('webhook-address')).toHaveValue(URL);
    expect(sent('POST')).toEqual({
      kind: 'webhook',
      name: '',
      settings: {},
      inputs: { amount: { $expr: 'event.data.amount' } },
    });
    expect(screen.getByRole('region', { name: 'To try it' })).toHaveTextContent('curl -X POST');
    await userEvent.click(screen.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(screen.queryByTestId('webhook-address')).toBeNull());
  });

  it('takes a schedule with its zone and what happens to missed times', async () => {
    const sent = open([], { 'POST /api/workflows/expense/triggers/': trigger() });
    await begin();
    await userEvent.click(await screen.findByTestId('trigger-kind-schedule'));
    const cron = screen.getByTestId('trigger-cron');
    await userEvent.clear(cron);
    await userEvent.click(screen.getByTestId('trigger-save'));
    expect(sent('POST')).toBeUndefined();
    await userEvent.type(cron, '*/15 8 * * *');
    expect(screen.getByTestId('next-times')).toHaveTextContent('Every 15 minutes');
    expect(within(screen.getByTestId('next-times')).getAllByRole('listitem')).toHaveLength(5);
    await userEvent.click(screen.getByTestId('trigger-save'));
    await waitFor(() =>
      expect(sent('POST')).toMatchObject({
        kind: 'schedule',
        settings: { cron: '*/15 8 * * *', missed: 'last' },
        inputs: null,
      }),
    );
  });

  it('puts what the server refuses at its field', async () => {
    const sentence = 'No event may be named callback:…';
    const errors = [{ code: 'invalid', detail: sentence, attr: 'settings.event' }];
    open([], { 'POST /api/workflows/expense/triggers/': problem(400, sentence, errors) });
    await begin();
    await userEvent.click(await screen.findByTestId('trigger-kind-event'));
    await userEvent.type(screen.getByTestId('trigger-event'), 'callback:x');
    await userEvent.click(screen.getByTestId('trigger-save'));
    expect(await screen.findByText(sentence)).toBeInTheDocument();
  });

  it('gives a webhook a new address after asking', async () => {
    open([hook]);
    await userEvent.click(await screen.findByRole('button', { name: 'More for Webhook' }));
    await userEvent.click(await screen.findByText('New address…'));
    await userEvent.click(await screen.findByRole('button', { name: 'New address' }));
    expect(await screen.findByTestId('webhook-address')).toHaveValue(URL);
  });
});
