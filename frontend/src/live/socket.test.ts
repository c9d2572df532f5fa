// The socket over a line that the test holds in its hands.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventRecord } from '../api/types';
import type { RunFrame } from './frames';
import { backoff, LiveError, LiveSocket } from './socket';

class FakeLine {
  static lines: FakeLine[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event?: { code: number }) => void) | null = null;
  sent: Record<string, unknown>[] = [];
  closed = false;

  constructor() {
    FakeLine.lines.push(this);
  }
  send(data: string) {
    this.sent.push(JSON.parse(data));
  }
  close() {
    this.closed = true;
    this.onclose?.();
  }
  says(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const latest = () => FakeLine.lines.at(-1) as FakeLine;
const event = (seq: number): EventRecord => ({
  seq,
  type: 'NodeStarted',
  node_id: 'a',
  iteration: 1,
  payload: {},
  at: '2026-01-01T00:00:00Z',
});
const frame = (seq: number) => ({ type: 'event', run_id: 'r1', event: event(seq) });
const seqs = (frames: RunFrame[]) => frames.map((f) => (f.type === 'event' ? f.event.seq : 0));

function connected(): LiveSocket {
  const socket = new LiveSocket('ws://test/ws/', () => new FakeLine() as unknown as WebSocket);
  socket.connect();
  latest().onopen?.();
  return socket;
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeLine.lines = [];
});
afterEach(() => vi.useRealTimers());

describe('a live socket', () => {
  it('subscribes with the seq that is already known', () => {
    connected().subscribeRun('r1', 7, () => undefined);
    expect(latest().sent).toMatchObject([{ type: 'subscribe', run_id: 'r1', since: 7 }]);
  });

  it('subscribes on opening what was asked for before', () => {
    const socket = new LiveSocket('ws://test/ws/', () => new FakeLine() as unknown as WebSocket);
    socket.connect();
    socket.subscribeTopic('inbox', () => undefined);
    expect(latest().sent).toEqual([]);
    latest().onopen?.();
    expect(latest().sent).toMatchObject([{ type: 'subscribe', topic: 'inbox' }]);
  });

  it('leads to the sign-in instead of trying again when the session has ended', () => {
    const signedOut = vi.fn();
    const line = () => new FakeLine() as unknown as WebSocket;
    const socket = new LiveSocket('ws://test/ws/', line, signedOut);
    socket.connect();
    latest().onopen?.();
    latest().onclose?.({ code: 4401 });
    vi.advanceTimersByTime(60_000);
    expect(signedOut).toHaveBeenCalledTimes(1);
    expect(FakeLine.lines).toHaveLength(1);
    expect(socket.state).toBe('lost');
  });

  it('asks for what came after the last seq once the line is back', () => {
    const socket = connected();
    const heard: RunFrame[] = [];
    socket.subscribeRun('r1', 0, (f) => heard.push(f));
    latest().says(frame(1));
    latest().says(frame(2));
    latest().close();
    expect(socket.state).toBe('lost');
    vi.advanceTimersByTime(2_000);
    latest().onopen?.();
    expect(FakeLine.lines).toHaveLength(2);
    expect(latest().sent).toMatchObject([{ type: 'subscribe', run_id: 'r1', since: 2 }]);
    latest().says(frame(3));
    expect(seqs(heard)).toEqual([1, 2, 3]);
  });

  it('delivers an event once, however often it comes', () => {
    const heard: RunFrame[] = [];
    connected().subscribeRun('r1', 0, (f) => heard.push(f));
    for (const seq of [1, 2, 2, 1, 3]) latest().says(frame(seq));
    expect(seqs(heard)).toEqual([1, 2, 3]);
  });

  it('gives a second follower only what it does not know', () => {
    const socket = connected();
    const late: RunFrame[] = [];
    socket.subscribeRun('r1', 0, () => undefined);
    socket.subscribeRun('r1', 2, (f) => late.push(f));
    for (const seq of [1, 2, 3]) latest().says(frame(seq));
    expect(seqs(late)).toEqual([3]);
  });

  it('unsubscribes when the last follower leaves', () => {
    const socket = connected();
    const first = socket.subscribeTopic('runs', () => undefined);
    const second = socket.subscribeTopic('runs', () => undefined);
    first();
    expect(latest().sent.map((f) => f.type)).toEqual(['subscribe']);
    second();
    expect(latest().sent.map((f) => f.type)).toEqual(['subscribe', 'unsubscribe']);
  });

  it('answers a job with the reply of the same id', async () => {
    const job = connected().job('run_job', { workflow: 'expense', inputs: {} });
    const { id } = latest().sent[0] as { id: number };
    latest().says({ type: 'reply', id: id + 1, ok: true, result: 'another' });
    latest().says({ type: 'reply', id, ok: true, result: { id: 'r9' } });
    await expect(job).resolves.toEqual({ id: 'r9' });
  });

  it('refuses a job with the code of the server', async () => {
    const job = connected().job('stop_job', { run_id: 'r1' });
    const { id } = latest().sent[0] as { id: number };
    latest().says({ type: 'error', id, code: 'finished', detail: 'The run has ended.' });
    await expect(job).rejects.toMatchObject({ code: 'finished', message: 'The run has ended.' });
  });

  it('says that a job may or may not have happened when the line breaks', async () => {
    const job = connected().job('run_job', {});
    latest().close();
    await expect(job).rejects.toBeInstanceOf(LiveError);
    await expect(job).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('gives up a line that does not answer a ping', () => {
    const socket = connected();
    vi.advanceTimersByTime(25_000);
    expect(latest().sent.at(-1)).toEqual({ type: 'ping' });
    vi.advanceTimersByTime(8_000);
    expect(FakeLine.lines[0]?.closed).toBe(true);
    expect(socket.state).toBe('lost');
  });

  it('keeps a line that answers', () => {
    const socket = connected();
    vi.advanceTimersByTime(25_000);
    latest().says({ type: 'pong' });
    vi.advanceTimersByTime(8_000);
    expect(socket.state).toBe('open');
  });

  it('stays away after it was closed', () => {
    const socket = connected();
    socket.close();
    vi.advanceTimersByTime(60_000);
    expect(FakeLine.lines).toHaveLength(1);
  });

  it('tries at once when told that the network is back', () => {
    const socket = connected();
    latest().close();
    socket.hurry();
    expect(FakeLine.lines).toHaveLength(2);
  });
});

describe('the backoff', () => {
  it('stays below two seconds for the first five tries', () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(backoff(attempt, () => 1)).toBeLessThanOrEqual(2_000);
    }
  });

  it('spreads out, so that not everybody comes back at once', () => {
    expect(backoff(3, () => 0)).toBeLessThan(backoff(3, () => 1));
  });
});
