// A run out of a file: what is read of it, and that its page offers nothing that would run.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import type { EventRecord } from '../../api/types';
import { RunStore } from '../../live/runStore';
import { serve, show } from '../../test/render';
import { ChildrenPanel } from '../children/ChildrenPanel';
import { type Bundle, readBundle } from '../file/bundle';
import FilePage from '../file/FilePage';
import { event, log, me, suspendedLog } from './samples';

vi.mock('../../canvas/ReadOnlyCanvas', () => ({
  ReadOnlyCanvas: () => <div data-testid="canvas" />,
}));

const graph = { schema: 1, nodes: [{ id: 'review', type: 'approval', title: 'Check' }], edges: [] };
const bundle = (more: object = {}) =>
  JSON.stringify({
    format: 'fermata-run',
    about: 'Expense, run r9',
    workflows: { expense: { '4': graph } },
    names: { expense: 'Expense approval' },
    runs: [{ run: 'r9', workflow: 'expense', version: 4, tags: [], records: suspendedLog() }],
    ...more,
  });

function folded(words: string): Bundle {
  const read = readBundle(words);
  if ('flaw' in read) throw new Error(read.flaw);
  return read.bundle;
}

describe('a bundle', () => {
  it('is folded to the run that its log tells of', () => {
    const read = folded(bundle());
    expect(read.run).toMatchObject({ status: 'suspended', workflow_name: 'Expense approval' });
    expect(read.run.suspensions).toHaveLength(1);
    expect(read.graph).toEqual(graph);
  });

  it('is told from any other file', () => {
    const others = [
      'no JSON',
      '[]',
      '{"format": "fermata-run", "runs": []}',
      bundle({ format: 1 }),
    ];
    expect(others.map(readBundle)).toEqual(others.map(() => ({ flaw: 'broken' })));
  });

  it('is refused where its log does not read or its graph is missing', () => {
    const runOf = (records: object[]) => [{ run: 'r9', workflow: 'expense', version: 4, records }];
    const undated = suspendedLog().map((one) => ({ ...one, at: 'yesterday' }));
    expect(readBundle(bundle({ runs: runOf(undated) }))).toEqual({ flaw: 'brokenLog' });
    expect(readBundle(bundle({ runs: runOf([]) }))).toEqual({ flaw: 'brokenLog' });
    expect(readBundle(bundle({ workflows: {} }))).toEqual({ flaw: 'noGraph' });
    const shapeless = { expense: { '4': { nodes: 'many' } } };
    expect(readBundle(bundle({ workflows: shapeless }))).toEqual({ flaw: 'noGraph' });
  });

  it('of a trial run is told from that of a run', () => {
    const trial = { expense: { '4': { ...graph, trial: { pins: {} } } } };
    expect(folded(bundle()).run.draft).toBe(false);
    expect(folded(bundle({ workflows: trial })).run.draft).toBe(true);
  });
});

it('shows the run and offers nothing that would run', async () => {
  const calls = serve({
    'GET /api/me/': me({ permissions: ['operate_run', 'edit_workflow'] }),
    'GET /api/node-types/': [],
    'GET /api/people/': { users: [], groups: [] },
  });
  const page = (
    <Routes>
      <Route path="/runs/file" element={<FilePage />} />
    </Routes>
  );
  const { container } = show(page, '/runs/file');
  await screen.findByRole('button', { name: 'Choose a file…' });
  const input = container.querySelector('input[type=file]') as HTMLInputElement;
  await userEvent.upload(input, new File(['{}'], 'other.json', { type: 'application/json' }));
  expect(await screen.findByText('“other.json” is no bundle of a run')).toBeInTheDocument();
  await userEvent.upload(input, new File([bundle()], 'run.json', { type: 'application/json' }));
  expect(await screen.findByText('From a file')).toBeInTheDocument();
  expect(await screen.findByTestId('why-waiting')).toHaveTextContent('Check');
  expect(screen.queryByRole('link', { name: 'Open task' })).toBeNull();
  for (const name of ['Resume', 'Stop', 'Fork', 'Compare']) {
    expect(screen.queryByRole('button', { name })).toBeNull();
  }
  expect(calls.filter(({ path }) => path.startsWith('/api/runs/'))).toEqual([]);
  expect(calls.filter(({ path }) => path.startsWith('/api/people/'))).toEqual([]);
});

it('neither asks for the runs below one from a file nor leads to them', async () => {
  const asks = { suspension: 'r9.2', kind: 'children', rules: { children: { items: { 0: {} } } } };
  const records = log(
    event('RunCreated', null, 0, { version: 4 }),
    event('NodeStarted', 'review', 1),
    event('NodeSuspended', 'review', 1, asks as EventRecord['payload']),
    event('ChildStarted', 'review', 2, { suspension: 'r9.2', index: 0, run: 'r10' }),
  );
  const calls = serve({});
  const runs = [{ run: 'r9', workflow: 'expense', version: 4, tags: [], records }];
  const { run, events } = folded(bundle({ runs }));
  const store = new RunStore(run);
  store.addEvents(events);
  show(<ChildrenPanel store={store} node="review" />);
  expect(await screen.findByTestId('children')).toHaveTextContent('0 of 1');
  expect(screen.queryByRole('link')).toBeNull();
  expect(calls).toEqual([]);
});
