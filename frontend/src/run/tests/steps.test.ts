// The steps of a workflow function, drawn as a graph.
import { describe, expect, it } from 'vitest';
import type { RunStep } from '../../api/engine';
import { RunStore } from '../../live/runStore';
import { stepsBehind } from '../steps/behind';
import { stepsGraph } from '../steps/stepsGraph';
import { event, log, run } from './samples';

const step = (position: string, patch: Partial<RunStep> = {}): RunStep => ({
  node_id: `n${position}`,
  name: `n${position}`,
  kind: 'task',
  position,
  shown: `n${position}()`,
  status: 'completed',
  attempt: 1,
  started_at: null,
  finished_at: null,
  ...patch,
});
const lines = (...positions: string[]) =>
  stepsGraph(positions.map((position) => step(position))).edges.map(
    ({ source, target }) => `${source.slice(1)}>${target.slice(1)}`,
  );

describe('the steps of a function', () => {
  it('follow each other in the order of their places', () => {
    expect(lines('1', '2', '10')).toEqual(['1>2', '2>10']);
    expect(lines('2', '1')).toEqual(['1>2']);
  });

  it('stand side by side where they run at once, and come together after', () => {
    expect(lines('1', '2.1.1', '2.2.1', '3')).toEqual(['1>2.1.1', '1>2.2.1', '2.1.1>3', '2.2.1>3']);
  });

  it('have branches with steps of their own, at any depth', () => {
    expect(lines('1.1.1', '1.1.2', '1.2.1.1.1', '1.2.1.2.1', '2')).toEqual([
      '1.1.1>1.1.2',
      '1.1.2>2',
      '1.2.1.1.1>2',
      '1.2.1.2.1>2',
    ]);
  });

  it('do not lead from each of many to each of many', () => {
    const many = (number: number) => Array.from({ length: 40 }, (_, at) => `${number}.${at + 1}.1`);
    expect(lines(...many(1), ...many(2))).toHaveLength(79);
  });

  it('of one name are numbered, and what only takes note is left out', () => {
    const again = step('2', { node_id: 'fetch#2', name: 'fetch' });
    const { nodes, edges } = stepsGraph([
      step('1', { node_id: 'fetch', name: 'fetch' }),
      step('3', { kind: 'now' }),
      again,
    ]);
    expect(nodes.map(({ title }) => title)).toEqual(['fetch', 'fetch #2']);
    expect(edges).toHaveLength(1);
  });

  it('say what is waited for in its own words', () => {
    const ask = step('1', { kind: 'question', shown: "wait_for_user('Go on?')" });
    const fetch = step('2', { kind: 'task', shown: "fetch('arxiv', limit=3)" });
    const cards = stepsGraph([ask, fetch]).nodes.map(({ properties }) => properties?.message);
    expect(cards).toEqual(['Go on?', "fetch('arxiv', limit=3)"]);
  });

  it('are added as the function comes to them', () => {
    const store = new RunStore(run({ kind: 'function', steps: [step('1')], seq: 3, nodes: {} }));
    const told = { name: 'send', kind: 'task', position: '2', shown: 'send()' };
    const began = { ...event('NodeStarted', 'send', 5, { step: told }), seq: 4 };
    store.take({ type: 'event', run_id: 'r1', event: began });
    store.take({ type: 'event', run_id: 'r1', event: { ...began, seq: 5 } });
    expect(store.head.steps.map(({ node_id }) => node_id)).toEqual(['n1', 'send']);
    expect(store.node('send')?.status).toBe('running');
  });
});

describe('a function that failed', () => {
  it('names the steps that brought it down', () => {
    const error = { message: 'No answer', steps: ['charge'] };
    const events = log(
      event('NodeFailed', 'fetch', 1, { handled: true }),
      event('NodeFailed', '@function', 2, { error }),
    );
    expect(stepsBehind(events)).toEqual(['charge']);
    expect(stepsBehind([])).toEqual([]);
  });
});
