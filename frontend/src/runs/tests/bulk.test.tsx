// Many runs at once: selecting, asking, doing a handful at a time, and a result for each.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { page, serve, show } from '../../test/render';
import { me, run, workflow } from '../../test/samples';
import RunsPage from '../RunsPage';

const RUNS = [1, 2, 3].map((n) => run({ id: `run-${n}`, status: 'suspended' }));
const many = (n: number) => Array.from({ length: n }, (_, place) => `run-${place + 1}`);
type Asked = { body: unknown };

function open(more: Record<string, unknown> = {}, at = '/runs?status=suspended') {
  const calls = serve({
    'GET /api/me/': me(),
    'GET /api/runs/': ({ query }: { query: URLSearchParams }) =>
      query.get('count') ? { ...page(RUNS), count: 45 } : page(RUNS, 'http://t/?cursor=c'),
    'GET /api/workflows/': page([workflow()]),
    'GET /api/views/': { results: [] },
    'POST /api/runs/many/': ({ body }: Asked) => ({
      results: (body as { ids: string[] }).ids.map((id) => ({
        id,
        ok: true,
        status: 202,
        error: null,
      })),
    }),
    ...more,
  });
  return { calls, ...show(<RunsPage />, at) };
}

const boxes = async () => (await screen.findAllByRole('checkbox')).slice(1);
const acts = (calls: ReturnType<typeof open>['calls']) =>
  calls.filter((call) => call.path === '/api/runs/many/').map((call) => call.body);

describe('selecting runs', () => {
  it('is offered to everybody: a role in one workflow may say more than groups', async () => {
    open({ 'GET /api/me/': me({ permissions: [] }) });
    expect(await boxes()).not.toHaveLength(0);
  });

  it('takes those between along with Shift, and lets go of them', async () => {
    open();
    const [first, , last] = await boxes();
    const user = userEvent.setup();
    await user.click(first as HTMLElement);
    expect(screen.getByTestId('selection')).toHaveTextContent('1 selected');
    await user.keyboard('{Shift>}');
    await user.click(last as HTMLElement);
    await user.keyboard('{/Shift}');
    expect(screen.getByTestId('selection')).toHaveTextContent('3 selected');
    await user.click(screen.getByRole('button', { name: 'Clear the selection' }));
    expect(screen.queryByTestId('selection')).toBeNull();
  });

  it('says explicitly when all that match are meant', async () => {
    open();
    await userEvent.click(await screen.findByRole('checkbox', { name: /all that are shown/ }));
    expect(screen.getByTestId('selection')).toHaveTextContent('3 selected');
    await userEvent.click(await screen.findByRole('button', { name: 'Select all 45 that match' }));
    expect(screen.getByTestId('selection')).toHaveTextContent('All 45 that match are selected');
  });

  it('ends with the filter that it was made under', async () => {
    open();
    await userEvent.click((await boxes())[0] as HTMLElement);
    await userEvent.click(screen.getByLabelText('Failed'));
    await waitFor(() => expect(screen.queryByTestId('selection')).toBeNull());
  });
});

describe('stopping the selected', () => {
  it('asks with a sample, sends the reason, and tells the truth about each', async () => {
    const { calls } = open({
      'POST /api/runs/many/': {
        results: [
          { id: 'run-1', ok: true, status: 202, error: null },
          {
            id: 'run-2',
            ok: false,
            status: 409,
            error: { type: 'x', title: 'x', status: 409, detail: 'It has ended already.' },
          },
        ],
      },
    });
    for (const box of (await boxes()).slice(0, 2)) await userEvent.click(box);
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    const dialog = await screen.findByRole('dialog', { name: 'Stop 2 runs?' });
    expect(within(dialog).getAllByText(/Expense approval/)).toHaveLength(2);
    await userEvent.type(within(dialog).getByLabelText('Why'), 'Wrong list');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Stop 2 runs' }));
    expect(await within(dialog).findByText('1 run was stopped.')).toBeInTheDocument();
    const refused = within(dialog).getByTestId('bulk-refused');
    expect(refused).toHaveTextContent('It has ended already.');
    expect(within(refused).getByRole('link')).toHaveAttribute('href', '/runs/run-2');
    expect(acts(calls)).toEqual([{ do: 'stop', ids: ['run-1', 'run-2'], reason: 'Wrong list' }]);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByTestId('selection')).toBeNull());
  });

  it('tells its results though none of them is in the list any more', async () => {
    let isEmpty = false;
    open({
      'GET /api/runs/': () => (isEmpty ? { ...page([]), count: 0 } : page(RUNS)),
      'POST /api/runs/many/': () => {
        isEmpty = true;
        return { results: [{ id: 'run-1', ok: true, status: 202, error: null }] };
      },
    });
    await userEvent.click((await boxes())[0] as HTMLElement);
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Stop 1 run' }));
    expect(await screen.findByText('No run matches these filters')).toBeInTheDocument();
    expect(screen.getByRole('dialog')).toHaveTextContent('1 run was stopped.');
  });

  it('does it to all that match, twenty at a time', async () => {
    const { calls } = open({ 'GET /api/runs/ids/': { ids: many(45), more: false } });
    await userEvent.click(await screen.findByRole('checkbox', { name: /all that are shown/ }));
    await userEvent.click(await screen.findByRole('button', { name: 'Select all 45 that match' }));
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    const dialog = await screen.findByRole('dialog', { name: 'Retry 45 runs?' });
    expect(dialog).toHaveTextContent('All that match: Waiting');
    expect(dialog).toHaveTextContent('and 42 more');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Retry 45 runs' }));
    expect(await within(dialog).findByText('45 runs go on.')).toBeInTheDocument();
    const sent = acts(calls) as { ids: string[] }[];
    expect(sent.map(({ ids }) => ids.length)).toEqual([20, 20, 5]);
    expect(sent.flatMap(({ ids }) => ids)).toEqual(many(45));
  });

  it('leaves the rest alone when it is told to, and says how many', async () => {
    let go: (answer: unknown) => void = () => undefined;
    const held = new Promise((resolve) => {
      go = resolve;
    });
    const { calls } = open({
      'GET /api/runs/ids/': { ids: many(45), more: true },
      'POST /api/runs/many/': async ({ body }: Asked) => {
        await held;
        return {
          results: (body as { ids: string[] }).ids.map((id) => ({ id, ok: true, status: 202 })),
        };
      },
    });
    await userEvent.click(await screen.findByRole('checkbox', { name: /all that are shown/ }));
    await userEvent.click(await screen.findByRole('button', { name: 'Select all 45 that match' }));
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    const dialog = await screen.findByRole('dialog', { name: 'Stop 45 runs?' });
    expect(dialog).toHaveTextContent('these are the newest 45');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Stop 45 runs' }));
    await userEvent.click(await within(dialog).findByRole('button', { name: 'Leave the rest' }));
    go(null);
    expect(await within(dialog).findByText('20 runs were stopped.')).toBeInTheDocument();
    expect(dialog).toHaveTextContent('25 were left alone.');
    expect(acts(calls)).toHaveLength(1);
  });
});
