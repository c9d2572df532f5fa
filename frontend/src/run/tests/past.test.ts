// The page's own fold against what the engine recorded, and what it says of the moments between.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EventRecord, JsonObject } from '../../api/types';
import { between, differences } from '../replay/differences';
import { momentAt } from '../replay/past';
import { stateChanges } from '../replay/stateChanges';
import { event, log, suspendedLog } from './samples';

const LOGS = resolve(import.meta.dirname, '../../../../tests/histories/logs');

interface Recorded {
  run: string;
  records: EventRecord[];
  state: JsonObject & {
    status?: string;
    state?: JsonObject;
    result?: unknown;
    version?: number;
    activations?: Record<string, { status?: string; iteration?: number; attempt?: number }>;
    suspensions?: { id: string; task?: string; kind: string }[];
  };
}

const histories = readdirSync(LOGS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => {
    const { runs } = JSON.parse(readFileSync(resolve(LOGS, name), 'utf8')) as { runs: Recorded[] };
    return runs.map((run) => [name, run.run.slice(-4), run] as const);
  });

describe('the recorded histories', () => {
  it.each(histories)('%s %s adds up to what the engine says', (_name, _id, run) => {
    const moment = momentAt(run.records, run.records.length);
    const known = run.state;
    expect(moment.status).toBe(known.status ?? 'queued');
    expect(moment.state).toEqual(known.state ?? {});
    expect(moment.version).toBe(known.version);
    expect(moment.result).toEqual(known.result ?? null);
    const nodes = Object.fromEntries(
      [...moment.nodes].map(([id, { status, iteration, attempt }]) => [
        id,
        { status, iteration, attempt },
      ]),
    );
    const expected = Object.fromEntries(
      Object.entries(known.activations ?? {}).map(([id, item]) => [
        id,
        {
          status: item.status ?? 'running',
          iteration: item.iteration ?? 1,
          attempt: item.attempt ?? 1,
        },
      ]),
    );
    expect(nodes).toEqual(expected);
    expect(moment.suspensions.map(({ id, kind, task }) => ({ id, kind, task }))).toEqual(
      (known.suspensions ?? []).map(({ id, kind, task }) => ({ id, kind, task: task ?? null })),
    );
  });
});

describe('a moment', () => {
  it('is what had happened by then, and no more', () => {
    const events = suspendedLog();
    const early = momentAt(events, 2);
    expect(early.nodes.get('submit')?.status).toBe('running');
    expect(early.nodes.has('review')).toBe(false);
    const later = momentAt(events, 6);
    expect(later.suspensions).toMatchObject([{ id: 'r1.4', task: null }]);
    expect(later.nodes.get('submit')).toMatchObject({ output: { amount: 1500 } });
    expect(momentAt(events, 0)).toMatchObject({ seq: 0, status: 'queued' });
  });

  it('leaves the moment before alone', () => {
    const events = log(
      event('RunCreated', null, 0, { inputs: {}, state: { a: 1 }, version: 1 }),
      event('NodeStarted', 'n', 1),
      event('NodeCompleted', 'n', 2, { set: { a: 2, b: [1] }, delete: [] }),
      event('StateChanged', null, 3, { set: {}, delete: ['a'], by: 'ann' }),
    );
    expect(momentAt(events, 2).state).toEqual({ a: 1 });
    expect(momentAt(events, 4).state).toEqual({ b: [1] });
    expect(stateChanges(events)).toMatchObject([
      { seq: 1, key: 'a', after: 1 },
      { seq: 3, key: 'a', before: 1, after: 2, node_id: 'n' },
      { seq: 3, key: 'b', before: undefined, after: [1] },
      { seq: 4, key: 'a', before: 2, after: undefined, by: 'ann' },
    ]);
  });
});

describe('differences', () => {
  it('names each place, inside of lists too', () => {
    const before = { a: { b: 1, c: [1, 2] }, gone: true, same: { x: 1 } };
    const after = { a: { b: 2, c: [1, 3, 4] }, same: { x: 1 }, fresh: null };
    expect(differences(before, after)).toEqual([
      { path: 'a.b', before: 1, after: 2 },
      { path: 'a.c.2', before: 2, after: 3 },
      { path: 'a.c.3', before: undefined, after: 4 },
      { path: 'gone', before: true, after: undefined },
      { path: 'fresh', before: undefined, after: null },
    ]);
  });

  it('takes a list in the place of an object as a whole', () => {
    expect(differences({ a: [1] }, { a: { 1: 1 } })).toEqual([
      { path: 'a', before: [1], after: { 1: 1 } },
    ]);
  });

  it('tells which steps moved on between two moments', () => {
    const events = suspendedLog();
    const { steps } = between(momentAt(events, 2), momentAt(events, 6));
    expect(steps).toEqual([
      { id: 'submit', before: 'running', after: 'completed', iteration: 1, attempt: 1 },
      { id: 'review', before: undefined, after: 'suspended', iteration: 1, attempt: 1 },
    ]);
  });
});
