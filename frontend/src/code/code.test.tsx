// The page of a workflow that is a Python function.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import EditorPage from '../editor/EditorPage';
import { me } from '../run/tests/samples';
import { page, serve, show } from '../test/render';
import { workflow } from '../test/samples';
import { codeOf, inputsOf } from './codeOf';

vi.setConfig({ testTimeout: 30_000 });

const graph = {
  schema: 1,
  nodes: [],
  edges: [],
  function: { name: 'research', module: 'reports.flows', digest: 'abc' },
  inputs: {
    type: 'object',
    properties: {
      topic: { type: 'string', title: 'Topic', description: 'What to look for' },
      depth: { type: 'integer', default: 2 },
    },
    required: ['topic'],
  },
};

function open() {
  const calls = serve({
    'GET /api/me/': me({ permissions: ['operate_run'] }),
    'GET /api/node-types/': [],
    'GET /api/workflows/research/': {
      ...workflow({ slug: 'research', name: 'Research', latest_version: 3 }),
      graph: { schema: 1, nodes: [], edges: [] },
      problems: [],
      revision: 1,
    },
    'GET /api/workflows/research/versions/3/': { number: 3, graph },
    'GET /api/workflows/research/triggers/': page([]),
    'GET /api/runs/': page([]),
    'POST /api/workflows/research/runs/': { id: 'r7' },
  });
  const routes = (
    <Routes>
      <Route path="/workflows/:slug" element={<EditorPage />} />
      <Route path="*" element={<p>elsewhere</p>} />
    </Routes>
  );
  return { calls, ...show(routes, '/workflows/research') };
}

describe('a workflow written in Python', () => {
  it('says where it comes from and what it asks for, without an editor', async () => {
    open();
    const overview = await screen.findByTestId('code-workflow');
    expect(overview).toHaveTextContent('reports.flows');
    expect(overview).toHaveTextContent('topicstringneeded');
    expect(overview).toHaveTextContent('= 2');
    expect(screen.queryByTestId('canvas')).toBeNull();
    expect(screen.queryByText('Publish')).toBeNull();
  });

  it('is started with a form of its inputs', async () => {
    const { calls, router } = open();
    await userEvent.click(await screen.findByRole('button', { name: 'Start a run' }));
    const topic = await screen.findByRole('textbox', { name: /Topic/ }, { timeout: 20_000 });
    await userEvent.type(topic, 'Waits');
    await userEvent.click(screen.getByTestId('run-confirm'));
    await waitFor(() => expect(router.state.location.pathname).toBe('/runs/r7'));
    const sent = calls.find(({ method }) => method === 'POST')?.body;
    expect(sent).toMatchObject({ inputs: { topic: 'Waits' } });
  });

  it('has its triggers as every workflow', async () => {
    open();
    await screen.findByTestId('code-workflow');
    await userEvent.click(screen.getByText('Triggers'));
    expect(await screen.findByTestId('triggers')).toBeInTheDocument();
  });
});

describe('reading the code of a version', () => {
  it('takes a drawing for none', () => {
    expect(codeOf({ schema: 1, nodes: [], edges: [] })).toBeNull();
  });

  it('lists inputs in the order of the parameters', () => {
    const code = codeOf(graph);
    expect(code && inputsOf(code).map(({ name }) => name)).toEqual(['topic', 'depth']);
  });
});
