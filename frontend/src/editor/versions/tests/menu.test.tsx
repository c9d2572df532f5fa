// Claims about the menu beside Publish, and about the list of changes.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { EXPENSE } from '../../../graph/tests/samples';
import { readGraph } from '../../../graph/types';
import { ConfirmDialog } from '../../../ui/confirm';
import { deskWith, draw, workflow } from '../../tests/world';
import { ChangeList } from '../ChangeList';
import { PublishMenu } from '../PublishMenu';

const PUBLISHED = { ...EXPENSE, nodes: EXPENSE.nodes.slice(0, 3) };

function serve() {
  const calls: [string, string][] = [];
  const answer = async (input: string | Request | URL, init?: RequestInit) => {
    const path = String(input).replace(/^https?:\/\/[^/]+/, '');
    calls.push([init?.method ?? 'GET', path]);
    const version = { number: 2, note: '', created_at: '', created_by: 'ada', graph: PUBLISHED };
    const body = path.includes('/versions/2/')
      ? version
      : path.includes('/versions/')
        ? [version]
        : { ...workflow(3), latest_version: 2, withdrawn: path.includes('unpublish') };
    return new Response(JSON.stringify(body), { status: 200 });
  };
  vi.stubGlobal('fetch', vi.fn(answer));
  return calls;
}

async function open() {
  const calls = serve();
  const world = deskWith();
  draw(
    world.desk,
    <>
      <PublishMenu />
      <ConfirmDialog />
    </>,
  );
  await waitFor(() => expect(calls.some(([, path]) => path.includes('/versions/2/'))).toBe(true));
  await userEvent.click(screen.getByTestId('publish-menu'));
  return { ...world, calls };
}

describe('the menu', () => {
  it('discards the draft as one step, after a question', async () => {
    const { session } = await open();
    await waitFor(() =>
      expect(screen.getByRole('menuitem', { name: 'Discard draft' })).toBeEnabled(),
    );
    await userEvent.click(screen.getByRole('menuitem', { name: 'Discard draft' }));
    const dialog = await screen.findByRole('dialog', { name: /go back to v2/ });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Discard draft' }));
    await waitFor(() => expect(session.graph.get().nodes).toHaveLength(3));
    session.undo();
    expect(session.graph.get().nodes).toHaveLength(4);
  });

  it('imports a file as one step, and refuses one without a workflow', async () => {
    const { session } = await open();
    const field = screen.getByTestId('import-file');
    await userEvent.upload(field, new File(['{"a": 1}'], 'a.json', { type: 'application/json' }));
    expect(session.graph.get().nodes).toHaveLength(4);
    const words = JSON.stringify({ nodes: [{ id: 'one', type: 'input' }], edges: [] });
    await userEvent.upload(field, new File([words], 'b.json', { type: 'application/json' }));
    await waitFor(() => expect(session.graph.get().nodes.map(({ id }) => id)).toEqual(['one']));
    expect(session.history.get().past).toHaveLength(1);
    expect(session.undo()).toBe('Import b.json');
  });

  it('takes the publication back, after a question', async () => {
    const { calls } = await open();
    await userEvent.click(screen.getByRole('menuitem', { name: 'Unpublish' }));
    const dialog = await screen.findByRole('dialog', { name: /Unpublish/ });
    expect(calls.some(([method]) => method === 'POST')).toBe(false);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Unpublish' }));
    await waitFor(() =>
      expect(calls).toContainEqual(['POST', '/api/workflows/expense/unpublish/']),
    );
  });
});

describe('the list of changes', () => {
  it('names what changed, how, and by whom', () => {
    serve();
    const [first] = EXPENSE.nodes;
    const after = {
      ...EXPENSE,
      nodes: EXPENSE.nodes.map((node) => (node === first ? { ...node, title: 'Claim' } : node)),
    };
    const authors = { nodes: { submit: { by: 'ann', at: '' } }, edges: {} };
    draw(deskWith().desk, <ChangeList before={EXPENSE} after={after} authors={authors} />);
    const row = within(screen.getByTestId('change-submit'));
    expect(row.getByText('changed')).toBeInTheDocument();
    expect(row.getByText('ann')).toBeInTheDocument();
    expect(row.getByText('Title').parentElement).toHaveTextContent('submit → Claim');
  });

  it('calls a setting what the inspector calls it', () => {
    serve();
    const waits = (on_timeout: string) =>
      readGraph({ nodes: [{ id: 'rest', type: 'wait', properties: { on_timeout } }] });
    draw(deskWith().desk, <ChangeList before={waits('fail')} after={waits('resume')} />);
    expect(screen.getByText('When time is up').parentElement).toHaveTextContent('fail → resume');
  });

  it('says so when nothing differs', () => {
    serve();
    draw(deskWith().desk, <ChangeList before={EXPENSE} after={EXPENSE} />);
    expect(screen.getByText('Nothing differs')).toBeInTheDocument();
  });
});
