// A run out of a file: what is read of it, and that its page offers nothing that would run.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { serve, show } from '../../test/render';
import { readBundle } from '../file/bundle';
import FilePage from '../file/FilePage';
import { me, suspendedLog } from './samples';

vi.mock('../../canvas/ReadOnlyCanvas', () => ({
  ReadOnlyCanvas: () => <div data-testid="canvas" />,
}));
afterEach(() => vi.unstubAllGlobals());

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

describe('a bundle', () => {
  it('is folded to the run that its log tells of', () => {
    const read = readBundle(bundle());
    expect(read?.run).toMatchObject({ status: 'suspended', workflow_name: 'Expense approval' });
    expect(read?.run.suspensions).toHaveLength(1);
    expect(read?.graph).toEqual(graph);
  });

  it('is told from any other file', () => {
    const others = [
      'no JSON',
      '[]',
      '{"format": "fermata-run", "runs": []}',
      bundle({ format: 1 }),
    ];
    expect(others.map(readBundle)).toEqual([null, null, null, null]);
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
  for (const name of ['Resume', 'Stop', 'Fork', 'Compare']) {
    expect(screen.queryByRole('button', { name })).toBeNull();
  }
  expect(calls.filter(({ path }) => path.startsWith('/api/runs/'))).toEqual([]);
});
