// Claims about a run on a canvas: a message about one node renders that node, lines follow the log.
import { act, render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { EventRecord, Run } from '../../api/types';
import { RunStore } from '../../live/runStore';
import { passagesOf, useNodeOf, usePassageOfAll } from '../runView';

const run = {
  id: 'r',
  status: 'running',
  seq: 1,
  suspensions: [],
  nodes: { a: { status: 'running', iteration: 1, attempt: 1 } },
} as unknown as Run;

const event = (seq: number, payload: object): EventRecord =>
  ({ seq, type: 'NodeCompleted', node_id: 'a', iteration: 1, payload, at: '' }) as EventRecord;

interface PartProps {
  store: RunStore;
  id: string;
}

function Card({ store, id, drawn }: PartProps & { drawn: Record<string, number> }) {
  drawn[id] = (drawn[id] ?? 0) + 1;
  return <span>{useNodeOf(store, id)?.status}</span>;
}

const Passage = ({ store, id }: PartProps) => (
  <i>{usePassageOfAll(store, id.split(' ')) ?? 'open'} </i>
);

describe('a run on a canvas', () => {
  it('a message about one node renders that node and no other', () => {
    const store = new RunStore(run);
    const drawn: Record<string, number> = {};
    const page = render(
      <>
        <Card store={store} id="a" drawn={drawn} />
        <Card store={store} id="b" drawn={drawn} />
      </>,
    );
    act(() => {
      store.take({
        type: 'node_update',
        run_id: 'r',
        node_id: 'a',
        iteration: 1,
        status: 'completed',
        seq: 2,
      });
    });
    expect(drawn).toEqual({ a: 2, b: 1 });
    expect(page.container).toHaveTextContent('completed');
  });

  it('lines are taken or skipped as the log says, and a loop that takes one later wins', () => {
    const store = new RunStore(run);
    const page = render(
      <>
        <Passage store={store} id="e1" />
        <Passage store={store} id="e2" />
        <Passage store={store} id="e3" />
      </>,
    );
    act(() => store.addEvents([event(2, { taken: ['e1'], skipped: ['e2'] })]));
    expect(page.container).toHaveTextContent('taken skipped open');
    act(() => store.addEvents([event(3, { taken: ['e2'] }), event(4, { skipped: ['e1'] })]));
    expect(page.container).toHaveTextContent('taken taken open');
    expect(passagesOf(store).size).toBe(2);
  });

  it('lines drawn as one are taken where one is, and skipped where all are', () => {
    const store = new RunStore(run);
    const page = render(
      <>
        <Passage store={store} id="e1 e2" />
        <Passage store={store} id="e1 e3" />
        <Passage store={store} id="e1 e4" />
      </>,
    );
    act(() => store.addEvents([event(2, { taken: ['e2'], skipped: ['e1', 'e3'] })]));
    expect(page.container).toHaveTextContent('taken skipped open');
  });

  it('a line of an earlier round is dark until this round takes it', () => {
    const store = new RunStore(run);
    const round = (seq: number, type: string, iteration: number, payload = {}) => ({
      ...event(seq, payload),
      type,
      iteration,
    });
    store.addEvents([
      round(1, 'NodeStarted', 1),
      round(2, 'NodeCompleted', 1, { taken: ['again'], skipped: ['out'] }),
    ]);
    expect(Object.fromEntries(passagesOf(store))).toEqual({ again: 'taken', out: 'skipped' });
    store.addEvents([round(3, 'NodeStarted', 2)]);
    expect(passagesOf(store).size).toBe(0);
    store.addEvents([round(4, 'NodeCompleted', 2, { taken: ['out'], skipped: ['again'] })]);
    expect(Object.fromEntries(passagesOf(store))).toEqual({ again: 'skipped', out: 'taken' });
  });
});
