// The workflow list: finding, starting from a template, and what readers see.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { page, problem, serve, show } from '../test/render';
import { me, run, workflow } from '../test/samples';
import WorkflowsPage from './WorkflowsPage';

const graph = { schema: 1, nodes: [{ id: 'a', type: 'input' }], edges: [] };
const template = { slug: 'review', name: 'Parallel review', description: 'Both agree', graph };
const answers = (patch: object = {}) => ({
  'GET /api/me/': me(),
  'GET /api/workflows/': page([workflow(), workflow({ slug: 'refund', name: 'Refund' })]),
  'GET /api/runs/': page([]),
  'GET /api/templates/': [template],
  ...patch,
});

describe('the workflow list', () => {
  it('finds by words of the name', async () => {
    serve(answers());
    show(<WorkflowsPage />, '/workflows?q=refu');
    expect(await screen.findByText('Refund')).toBeInTheDocument();
    expect(screen.queryByText('Expense approval')).toBeNull();
  });

  it('shows how the latest runs went, each with a way to it', async () => {
    const recent_runs = [run({ status: 'failed' })];
    serve(answers({ 'GET /api/workflows/': page([workflow({ recent_runs })]) }));
    show(<WorkflowsPage />);
    const mark = await screen.findByRole('link', { name: /^Failed/ });
    expect(mark).toHaveAttribute('href', `/runs/${recent_runs[0]?.id}`);
  });

  it('makes a workflow from a template and opens it', async () => {
    const made = { ...workflow({ slug: 'parallel-review' }), graph, problems: [], revision: 1 };
    const calls = serve(answers({ 'POST /api/workflows/': made }));
    show(<WorkflowsPage />);
    await userEvent.click(await screen.findByText('Parallel review'));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByLabelText('Name')).toHaveValue('Parallel review');
    await userEvent.click(within(dialog).getByText('Create workflow'));
    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent('/workflows/parallel-review'),
    );
    expect(calls.find((call) => call.method === 'POST')?.body).toEqual({
      name: 'Parallel review',
      description: 'Both agree',
      graph,
    });
  });

  it('says at the name what the server refused', async () => {
    const errors = [{ code: 'taken', detail: 'This name is taken.', attr: 'name' }];
    serve(answers({ 'POST /api/workflows/': problem(400, 'Refused.', errors) }));
    show(<WorkflowsPage />);
    await userEvent.click(await screen.findByText('New workflow'));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText('Name'), 'Refund');
    await userEvent.click(within(dialog).getByText('Create workflow'));
    expect(await within(dialog).findByText('This name is taken.')).toBeInTheDocument();
  });

  it('offers nothing to draw to somebody who may not', async () => {
    const reader = me({ permissions: [], groups: ['managers'] });
    serve(answers({ 'GET /api/me/': reader, 'GET /api/workflows/': page([]) }));
    show(<WorkflowsPage />);
    expect(await screen.findByText('No workflows yet')).toBeInTheDocument();
    expect(screen.queryByText('New workflow')).toBeNull();
    expect(screen.queryByText('Parallel review')).toBeNull();
  });
});
