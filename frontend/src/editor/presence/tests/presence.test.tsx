// Claims about presence: who is shown, when this window only looks on, and what taking over does.
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { useCell } from '../../../canvas/cell';
import type { PresenceFrame, Present } from '../../../live/frames';
import { LiveProvider } from '../../../live/hooks';
import { LiveSocket } from '../../../live/socket';
import { me as sample } from '../../../run/tests/samples';
import { useDesk } from '../../state/context';
import { deskWith, draw, workflow } from '../../tests/world';
import { PresenceBanner } from '../PresenceBanner';
import { PresenceStack } from '../PresenceStack';
import { guestsOf, personsOf, readRoster } from '../roster';
import { PresenceContext, usePresence } from '../usePresence';

const one = (tab: string, user: string, more: Partial<Present> = {}): Present => ({
  tab,
  user,
  node: null,
  revision: null,
  ...more,
});
const frame = (people: Present[], pen: string | null): PresenceFrame => ({
  type: 'presence',
  workflow: 'expense',
  people,
  pen,
});

describe('the roster', () => {
  it('leaves our own tab out and names who holds the pen', () => {
    const roster = readRoster(frame([one('a', 'ada'), one('b', 'ben')], 'b'), 'a');
    expect(roster.others.map(({ user }) => user)).toEqual(['ben']);
    expect(roster.holder?.user).toBe('ben');
    expect(readRoster(frame([one('a', 'ada')], 'a'), 'a').holder).toBeNull();
    expect(readRoster(frame([], null), 'a').free).toBe(true);
    expect(readRoster(null, null).others).toEqual([]);
  });

  it('shows a person with two windows once, where he is', () => {
    const others = [one('b', 'ben'), one('c', 'ben', { node: 'pay' }), one('d', 'eve')];
    expect(personsOf(others).map(({ user, node }) => [user, node])).toEqual([
      ['ben', 'pay'],
      ['eve', null],
    ]);
  });

  it('tells who is at which step, a person with two windows there once', () => {
    const at = (tab: string, user: string, node: string | null) => one(tab, user, { node });
    const others = [at('b', 'ben', 'pay'), at('c', 'ben', 'pay'), at('d', 'eve', 'pay')];
    expect([...guestsOf([...others, at('e', 'kim', null)])]).toEqual([['pay', ['ben', 'eve']]]);
  });
});

/** A line whose other end is the test. */
class Wire {
  static last: Wire;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  sent: Record<string, unknown>[] = [];
  constructor() {
    Wire.last = this;
  }
  send(text: string): void {
    const told = JSON.parse(text) as Record<string, unknown>;
    this.sent.push(told);
    if (told.type !== 'presence') return;
    const reply = { type: 'reply', id: told.id, ok: true, result: { tab: 'me' } };
    queueMicrotask(() => this.hear(reply));
  }
  close(): void {
    this.onclose?.();
  }
  hear(told: object): void {
    this.onmessage?.({ data: JSON.stringify(told) });
  }
  pens = () => this.sent.filter(({ type, pen }) => type === 'presence' && pen === true).length;
}

function Page() {
  const presence = usePresence(useDesk(), true);
  const { session } = useDesk();
  useCell(session.graph);
  return (
    <PresenceContext value={presence}>
      <PresenceStack />
      <PresenceBanner />
    </PresenceContext>
  );
}

async function show(me: object = {}) {
  const answer = async (input: string | Request | URL) =>
    String(input).includes('/workflows/')
      ? new Response(JSON.stringify(workflow(3)), { status: 200 })
      : String(input).includes('/me/')
        ? new Response(JSON.stringify({ ...sample(), ...me }), { status: 200 })
        : new Response('{}', { status: 404 });
  vi.stubGlobal('fetch', vi.fn(answer));
  const world = deskWith();
  const socket = new LiveSocket('ws://x/ws/', () => new Wire() as unknown as WebSocket);
  draw(
    world.desk,
    <LiveProvider socket={socket}>
      <Page />
    </LiveProvider>,
  );
  await act(async () => Wire.last.onopen?.());
  const hear = (people: Present[], pen: string | null) =>
    act(async () => Wire.last.hear(frame(people, pen)));
  return { ...world, hear };
}

describe('a window of the editor', () => {
  it('says that it is here, and takes the pen when nobody has it', async () => {
    const { hear } = await show();
    await waitFor(() => expect(Wire.last.sent.some(({ type }) => type === 'presence')).toBe(true));
    expect(Wire.last.pens()).toBe(0);
    await hear([one('me', 'ada')], null);
    await waitFor(() => expect(Wire.last.pens()).toBe(1));
  });

  it('looks on while somebody else edits, keeps what was unsaved, and may take over', async () => {
    const { hear, session, send } = await show();
    const [first] = session.graph.get().nodes;
    if (!first) throw new Error('the sample has nodes');
    session.do('Rename', [{ kind: 'retitle_node', id: first.id, from: '', to: 'Mine' }]);
    await hear([one('b', 'ben', { node: 'review' }), one('me', 'ada')], 'b');
    expect(await screen.findByTestId('presence-banner')).toHaveTextContent('ben is editing');
    expect(screen.getByRole('img', { name: 'ben · review' })).toBeInTheDocument();
    await waitFor(() => expect(send).toHaveBeenCalledTimes(1));
    expect(Wire.last.pens()).toBe(0);
    await userEvent.click(screen.getByTestId('take-over'));
    expect(Wire.last.pens()).toBe(1);
    await hear([one('b', 'ben'), one('me', 'ada')], 'me');
    expect(screen.queryByTestId('presence-banner')).toBeNull();
  });

  it('marks our own second window by our initials, and says that it is ours', async () => {
    const { hear } = await show({ username: 'ada', name: 'Ada Lovelace' });
    await hear([one('b', 'ada', { node: 'review' }), one('me', 'ada')], 'b');
    const mark = await screen.findByRole('img', { name: 'You, in another window · review' });
    expect(mark).toHaveTextContent('AL');
  });

  it('reads the draft again when somebody shows a newer one', async () => {
    const { hear } = await show();
    await waitFor(() => expect(fetch).toHaveBeenCalled());
    const before = vi.mocked(fetch).mock.calls.length;
    await hear([one('b', 'ben', { revision: 9 }), one('me', 'ada')], 'b');
    await waitFor(() => expect(vi.mocked(fetch).mock.calls.length).toBeGreaterThan(before));
  });
});
