// A run folded from a snapshot and frames.
import { describe, expect, it, vi } from 'vitest';
import type { EventRecord, Run } from '../api/types';
import type { RunFrame } from './frames';
import { RunStore } from './runStore';

const run = (patch: Partial<Run> = {}): Run => ({
  id: 'r1',
  workflow: 'expense',
  workflow_name: 'Expense',
  tags: [],
  priority: 0,
  created_by: 'alice',
  can_operate: true,
  version: 1,
  draft: false,
  status: 'running',
  inputs: {},
  state: {},
  result: null,
  error: null,
  nodes: {
    a: { status: 'running', iteration: 1, attempt: 1 },
    b: { status: 'pending', iteration: 1, attempt: 1 },
  },
  suspensions: [],
  seq: 3,
  created_at: '2026-01-01T00:00:00Z',
  started_at: null,
  finished_at: null,
  parent: null,
  kind: 'graph',
  missing_types: [],
  steps: [],
  children: null,
  forked_from: null,
  ...patch,
});
const event = (seq: number, patch: Partial<EventRecord> = {}): EventRecord => ({
  seq,
  type: 'NodeStarted',
  node_id: 'a',
  iteration: 1,
  payload: {},
  at: '2026-01-01T00:00:01Z',
  ...patch,
});
const update = (node_id: string, status: 'running' | 'completed', iteration = 1) =>
  ({ type: 'node_update', run_id: 'r1', node_id, iteration, status, seq: 4 }) as const;

describe('a run store', () => {
  it('tells only the node that changed', () => {
    const store = new RunStore(run());
    const [a, b, head] = [vi.fn(), vi.fn(), vi.fn()];
    store.listen('node:a', a);
    store.listen('node:b', b);
    store.listen('head', head);
    store.take(update('a', 'completed'));
    expect(store.node('a')?.status).toBe('completed');
    expect([a, b, head].map((fn) => fn.mock.calls.length)).toEqual([1, 0, 0]);
  });

  it('tells each part once of all that came together', () => {
    const store = new RunStore(run());
    const [a, b, events] = [vi.fn(), vi.fn(), vi.fn()];
    store.listen('node:a', a);
    store.listen('node:b', b);
    store.listen('events', events);
    const done = event(5, { type: 'NodeCompleted', payload: { output: 7 } });
    const frames = [event(4), done].map((each) => ({
      type: 'event' as const,
      run_id: 'r1',
      event: each,
    }));
    expect(store.takeAll([...frames, update('a', 'completed')])).toBe(false);
    expect(store.node('a')).toMatchObject({ status: 'completed', output: 7 });
    expect([a, b, events].map((fn) => fn.mock.calls.length)).toEqual([1, 0, 1]);
  });

  it('goes on telling after a frame that it could not read', () => {
    const store = new RunStore(run());
    const a = vi.fn();
    store.listen('node:a', a);
    const unread = { type: 'event', run_id: 'r1', event: null } as unknown as RunFrame;
    expect(() => store.takeAll([update('a', 'completed'), unread])).toThrow();
    expect(a).toHaveBeenCalledTimes(1);
    store.take(update('a', 'running'));
    expect(a).toHaveBeenCalledTimes(2);
  });

  it('lets an older round of a loop change nothing', () => {
    const store = new RunStore(
      run({ nodes: { a: { status: 'running', iteration: 2, attempt: 1 } } }),
    );
    store.take(update('a', 'completed', 1));
    expect(store.node('a')).toMatchObject({ status: 'running', iteration: 2 });
  });

  it('takes the output from the log', () => {
    const store = new RunStore(run());
    store.addEvents([event(4, { type: 'NodeCompleted', payload: { output: { ok: true } } })]);
    expect(store.node('a')?.output).toEqual({ ok: true });
  });

  it('learns the status of a node from the log when the frame was lost', () => {
    const store = new RunStore(run());
    store.addEvents([event(4, { type: 'NodeSuspended' })]);
    expect(store.node('a')?.status).toBe('suspended');
  });

  it('lets the old part of the log change nothing that the snapshot knew better', () => {
    const store = new RunStore(
      run({ nodes: { a: { status: 'completed', iteration: 1, attempt: 1 } } }),
    );
    store.addEvents([event(1), event(2)]);
    expect(store.node('a')?.status).toBe('completed');
  });

  it('follows from where both the log and the nodes are known', () => {
    const store = new RunStore(run({ seq: 3 }));
    store.addEvents([event(1), event(2), event(3), event(4), event(5)]);
    expect(store.since()).toBe(3);
  });

  it('keeps the log in order and without repeats', () => {
    const store = new RunStore(run());
    store.addEvents([event(1), event(2)]);
    store.addEvents([event(2), event(3)]);
    expect(store.events.map((e) => e.seq)).toEqual([1, 2, 3]);
  });

  it('asks for the whole again when the status changes', () => {
    const store = new RunStore(run());
    const again = store.take({
      type: 'job_update',
      run_id: 'r1',
      status: 'suspended',
      message: 'Check the receipt',
      seq: 5,
      suspensions: [],
    });
    expect(again).toBe(true);
    expect(store.head.status).toBe('suspended');
  });

  it('asks for the whole again when one branch waits and another goes on', () => {
    const store = new RunStore(run());
    const suspended = event(4, { type: 'NodeSuspended', node_id: 'b' });
    expect(store.take({ type: 'event', run_id: 'r1', event: suspended })).toBe(true);
  });

  it('does not go back to an older answer', () => {
    const store = new RunStore(run({ seq: 9, status: 'completed' }));
    store.replace(run({ seq: 3 }));
    expect(store.head.status).toBe('completed');
  });

  it('is silent when an answer says nothing new', () => {
    const store = new RunStore(run());
    const heard = vi.fn();
    store.listen('head', heard);
    store.listen('node:a', heard);
    store.replace(run());
    expect(heard).not.toHaveBeenCalled();
  });
});
