// Settings: what is sent, what shows at once, what a refusal does, and the days of an absence.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Settings, Substitution } from '../../api/types';
import { setZone } from '../../strings/language';
import { problem, serve, show } from '../../test/render';
import { me } from '../../test/samples';
import { ConfirmDialog } from '../../ui/confirm';
import { beginOf, endOf, spanOf } from '../days';
import { clockOf, minutesOf } from '../minutes';
import SettingsPage from '../SettingsPage';

vi.setConfig({ testTimeout: 30_000 });
afterEach(() => {
  setZone('');
});

const settings = (patch: Partial<Settings> = {}): Settings => ({
  zone: '',
  language: '',
  theme: 'auto',
  shortcuts: true,
  mail: 'all',
  digest: 'off',
  digest_minute: 480,
  quiet_from: null,
  quiet_until: null,
  desktop: false,
  ...patch,
});
const stand = (patch: Partial<Substitution> = {}): Substitution => ({
  id: 7,
  user: 'maria',
  user_name: 'Maria Albers',
  substitute: 'ben',
  substitute_name: 'Ben Baker',
  starts_at: '2026-12-23T23:00:00Z',
  ends_at: '2027-01-06T23:00:00Z',
  workflows: [],
  elsewhere: 0,
  mine: true,
  ...patch,
});

type Answers = Parameters<typeof serve>[0];

function open(more: Answers = {}) {
  let kept = settings();
  const calls = serve({
    'GET /api/me/': me(),
    'GET /api/people/': { users: [{ username: 'ben', name: 'Ben Baker' }], groups: [] },
    'GET /api/workflows/': [],
    'GET /api/me/settings/': () => kept,
    'PATCH /api/me/settings/': ({ body }: { body: unknown }) => {
      kept = { ...kept, ...(body as Partial<Settings>) };
      return kept;
    },
    'GET /api/me/substitutions/': { results: [] },
    'POST /api/me/substitutions/': stand(),
    ...more,
  });
  show(
    <>
      <SettingsPage />
      <ConfirmDialog />
    </>,
  );
  return (method: string) => calls.filter((call) => call.method === method);
}

describe('settings', () => {
  it('are sent one by one and show at once', async () => {
    const calls = open();
    await userEvent.click(await screen.findByLabelText('Single-key shortcuts'));
    expect(screen.getByLabelText('Single-key shortcuts')).not.toBeChecked();
    await userEvent.click(screen.getByLabelText('Quiet hours'));
    expect(await screen.findByLabelText('Quiet from')).toHaveValue('20:00');
    await waitFor(() =>
      expect(calls('PATCH').map((call) => call.body)).toEqual([
        { shortcuts: false },
        { quiet_from: 1200, quiet_until: 420 },
      ]),
    );
  });

  it('go back to what they were when they are refused', async () => {
    open({ 'PATCH /api/me/settings/': problem(400, 'No.') });
    await userEvent.click(await screen.findByLabelText('Single-key shortcuts'));
    await waitFor(() => expect(screen.getByLabelText('Single-key shortcuts')).toBeChecked());
  });

  it('write a time when it is left, and no half of one', async () => {
    const calls = open({ 'GET /api/me/settings/': settings({ digest: 'daily' }) });
    const field = await screen.findByLabelText('Time of the daily mail');
    await userEvent.clear(field);
    await userEvent.tab();
    expect(calls('PATCH')).toEqual([]);
    await userEvent.type(field, '07:30');
    await userEvent.tab();
    await waitFor(() => expect(calls('PATCH').at(-1)?.body).toEqual({ digest_minute: 450 }));
  });

  it('leave notices of the computer off where the browser refuses them', async () => {
    vi.stubGlobal('Notification', {
      permission: 'default',
      requestPermission: vi.fn(async () => 'denied'),
    });
    const calls = open();
    await userEvent.click(await screen.findByLabelText('Notices on this computer'));
    await waitFor(() => expect(Notification.requestPermission).toHaveBeenCalledOnce());
    expect(calls('PATCH')).toEqual([]);
  });
});

describe('an absence', () => {
  it('is arranged for whole days of one’s own zone', async () => {
    setZone('Europe/Berlin');
    const calls = open();
    await userEvent.click(await screen.findByRole('button', { name: 'Name a substitute' }));
    const form = within(screen.getByTestId('absence-form'));
    expect(form.getByRole('button', { name: 'Save' })).toBeDisabled();
    await userEvent.click(form.getByRole('combobox', { name: 'Who stands in' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Ben Baker', hidden: true }));
    for (const [label, day] of [
      ['First day', '2026-12-24'],
      ['Last day', '2027-01-06'],
    ] as const) {
      await userEvent.clear(form.getByLabelText(label));
      await userEvent.type(form.getByLabelText(label), day);
    }
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByTestId('absence-form')).toBeNull());
    expect(calls('POST')[0]?.body).toEqual({
      user: 'maria',
      substitute: 'ben',
      starts_at: '2026-12-23T23:00:00.000Z',
      ends_at: '2027-01-06T23:00:00.000Z',
      workflows: [],
    });
  });

  it('puts a complaint at its field', async () => {
    const refused = { code: 'unknown_person', detail: 'The username…', attr: 'substitute' };
    open({ 'POST /api/me/substitutions/': problem(400, 'No.', [refused]) });
    await userEvent.click(await screen.findByRole('button', { name: 'Name a substitute' }));
    await userEvent.click(screen.getByRole('combobox', { name: 'Who stands in' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Ben Baker', hidden: true }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('There is nobody of that name.')).toBeInTheDocument();
  });

  it('does not read as being about everything when its workflows are of other workspaces', async () => {
    open({ 'GET /api/me/substitutions/': { results: [stand({ elsewhere: 2 })] } });
    expect(await screen.findByText(/2 workflows of other workspaces/)).toBeInTheDocument();
  });

  it('is ended after a question', async () => {
    const calls = open({
      'GET /api/me/substitutions/': { results: [stand()] },
      'DELETE /api/me/substitutions/7/': {},
    });
    expect(await screen.findByText('Ben Baker stands in for you')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'End now' }));
    const asked = within(await screen.findByRole('dialog'));
    await userEvent.click(asked.getByRole('button', { name: 'End now' }));
    await waitFor(() => expect(calls('DELETE')).toHaveLength(1));
  });

  it('of somebody else shows whom one stands in for, without a way to end it', async () => {
    const other = stand({ user: 'ben', user_name: 'Ben Baker', substitute: 'maria', mine: false });
    open({ 'GET /api/me/substitutions/': { results: [other] } });
    expect(await screen.findByText('You stand in for Ben Baker')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'End now' })).toBeNull();
  });
});

describe('times', () => {
  it('of the day are minutes from midnight', () => {
    for (const minutes of [0, 59, 425, 1439]) expect(minutesOf(clockOf(minutes))).toBe(minutes);
    for (const wrong of ['', '24:00', '7:30', '12:60']) expect(minutesOf(wrong)).toBeNull();
  });

  it('of a day follow the zone, also where the clock is changed', () => {
    expect(beginOf('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
    expect(endOf('2026-03-29', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
    expect(endOf('2026-10-25', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z');
    expect(beginOf('2026-06-01', 'Pacific/Auckland')).toBe('2026-05-31T12:00:00.000Z');
  });

  it('name the last day that is part of it', () => {
    setZone('Europe/Berlin');
    expect(spanOf('2026-12-23T23:00:00Z', '2027-01-06T23:00:00Z')).toMatch(/24 Dec.*6 Jan/);
  });
});
