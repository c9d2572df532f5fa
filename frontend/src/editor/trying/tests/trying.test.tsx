// Claims about trying: what is pinned, who answers, and what the server is asked to run.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { NodeType } from '../../../api/types';
import { EXPENSE } from '../../../graph/tests/samples';
import { RunDialog } from '../../runbar/RunDialog';
import { TryMenu } from '../../runbar/TryMenu';
import { RunContext } from '../../state/context';
import { deskWith, draw, workflow } from '../../tests/world';
import { PinTools } from '../PinTools';
import { heldBack, pinsBefore, pinsOfRun, played, sourcesWithout } from '../pins';
import { TestDataDrawer } from '../TestDataDrawer';
import { tryingOf } from '../testData';

const ME = {
  username: 'ada',
  name: 'Ada',
  permissions: ['edit_workflow'],
  groups: [],
  settings: {},
};
const TYPES = [{ type: 'pay', held_back: true }] as NodeType[];
const RUN = {
  id: 'r1',
  workflow: 'expense',
  status: 'completed',
  created_at: '2026-01-05T12:00:00Z',
  inputs: { amount: 5 },
  nodes: {
    submit: { status: 'completed', output: { amount: 5 } },
    review: { status: 'completed', output: { approved: true }, action: 'approved' },
    pay: { status: 'pending', output: null },
  },
};
const SET = { name: 'Small', inputs: { amount: 1 }, pins: { pay: { output: 'paid' } } };

interface Call {
  method: string;
  path: string;
  body: Record<string, unknown>;
}

function serve(): Call[] {
  const calls: Call[] = [];
  const answers: [string, unknown][] = [
    ['/api/me/', ME],
    ['/trials/', { ...RUN, id: 'r2' }],
    ['/test-sets/', [SET]],
    ['/api/runs/r1/', RUN],
    ['/api/runs/', { next: null, previous: null, results: [RUN] }],
    ['/api/node-types/', TYPES],
  ];
  const answer = async (input: string | Request | URL, init?: RequestInit) => {
    const path = String(input).replace(/^https?:\/\/[^/]+/, '');
    const method = init?.method ?? 'GET';
    calls.push({ method, path, body: init?.body ? JSON.parse(String(init.body)) : {} });
    const [, found] = answers.find(([part]) => path.includes(part)) ?? ['', workflow(3)];
    return new Response(JSON.stringify(found), { status: 200 });
  };
  vi.stubGlobal('fetch', vi.fn(answer));
  return calls;
}

function show(part: React.ReactNode) {
  const calls = serve();
  const world = deskWith();
  const shown = vi.fn();
  draw(world.desk, <RunContext value={{ id: null, store: null, show: shown }}>{part}</RunContext>);
  const trial = () => calls.find(({ path }) => path.includes('/trials/'))?.body;
  return { ...world, calls, shown, trial, trying: tryingOf(world.session) };
}

describe('pins', () => {
  it('come from a run: what has finished there, but not the inputs', () => {
    expect(pinsOfRun(EXPENSE, RUN.nodes)).toEqual({
      review: { output: { approved: true }, action: 'approved' },
    });
  });

  it('play an approver who was not asked to wait, and leave what is pinned', () => {
    expect(played(EXPENSE, {}, 'ask', 'ada')).toEqual({});
    expect(played(EXPENSE, {}, 'reject', 'ada').review).toMatchObject({
      output: { approved: false, approver: 'ada' },
      action: 'rejected',
    });
    const mine = { review: { output: 1 } };
    expect(played(EXPENSE, mine, 'approve', 'ada')).toEqual(mine);
  });

  it('for one step are those before it: pinned ones first, else what a run gave', () => {
    const past = { submit: { output: 1 }, review: { output: 2 }, tell: { output: 3 } };
    expect(pinsBefore(EXPENSE, 'pay', { review: { output: 9 } }, past)).toEqual({
      review: { output: 9 },
      submit: { output: 1 },
    });
  });

  it('are told to be lacking where a step before has given nothing', () => {
    expect(sourcesWithout(EXPENSE, 'pay', {}).map(({ id }) => id)).toEqual(['review']);
    expect(sourcesWithout(EXPENSE, 'pay', { review: { output: 1 } })).toEqual([]);
    expect(sourcesWithout(EXPENSE, 'review', {})).toEqual([]);
  });

  it('steps that send are held back by their type', () => {
    expect(heldBack(EXPENSE, TYPES).map(({ id }) => id)).toEqual(['pay']);
  });

  it('are set and taken away in the inspector, and kept over a reload', async () => {
    const [, , pay] = EXPENSE.nodes;
    if (!pay) throw new Error('the sample has a third node');
    const { trying, session } = show(<PinTools node={pay} />);
    await userEvent.click(screen.getByTestId('pin-output'));
    expect(trying.data.get().pins).toEqual({ pay: { output: null } });
    expect(trying.pinned.get().has('pay')).toBe(true);
    expect(localStorage.getItem(`fermata.try.${session.slug}`)).toContain('pay');
    await userEvent.click(screen.getByTestId('pin-output'));
    expect(trying.data.get().pins).toEqual({});
  });
});

describe('a trial run', () => {
  it('is of the draft, with pins, leave and time as they are set', async () => {
    const { trial, trying, shown } = show(<RunDialog open onClose={() => undefined} />);
    trying.change({ pins: { tell: { output: 'told' } }, skipTime: false });
    await userEvent.click(screen.getByText('Approve'));
    await userEvent.click(await screen.findByRole('checkbox', { name: /pay/ }));
    await userEvent.click(screen.getByTestId('trial-confirm'));
    await waitFor(() => expect(shown).toHaveBeenCalledWith('r2'));
    expect(trial()).toMatchObject({
      inputs: {},
      allowed: ['pay'],
      skip_time: false,
      pins: { tell: { output: 'told' }, review: { action: 'approved' } },
    });
  });

  it('to one step is asked for by key and has only the test to offer', async () => {
    const { session, trial } = show(
      <>
        <TryMenu />
        <RunDialog open={false} onClose={() => undefined} />
      </>,
    );
    await screen.findByTestId('try-menu');
    session.select(['review']);
    fireEvent.keyDown(window, { key: 'Enter', ctrlKey: true, shiftKey: true });
    const dialog = await screen.findByRole('dialog', { name: 'Test up to “review”' });
    expect(within(dialog).queryByTestId('run-confirm')).toBeNull();
    await userEvent.click(within(dialog).getByTestId('trial-confirm'));
    await waitFor(() => expect(trial()).toMatchObject({ until: 'review' }));
  });

  it('of one step alone takes the data of the last run for what comes before', async () => {
    const { session, trial } = show(<TryMenu />);
    await screen.findByTestId('try-menu');
    session.select(['pay']);
    fireEvent.keyDown(window, { key: 'Enter', altKey: true });
    await waitFor(() =>
      expect(trial()).toMatchObject({
        only: 'pay',
        inputs: { amount: 5 },
        pins: { review: { output: { approved: true }, action: 'approved' } },
      }),
    );
  });
});

describe('test data', () => {
  it('is taken by its name, and kept under another', async () => {
    const { trying, calls } = show(<TestDataDrawer />);
    trying.drawer.set(true);
    await userEvent.click(await screen.findByRole('combobox', { name: 'Named set' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Small' }));
    expect(trying.data.get()).toMatchObject({ set: 'Small', inputs: SET.inputs, pins: SET.pins });
    expect(screen.getByTestId('pin-pay')).toBeInTheDocument();
    const name = screen.getByRole('textbox', { name: 'Name of the set' });
    await userEvent.clear(name);
    await userEvent.type(name, 'Other{Enter}');
    await waitFor(() => expect(trying.data.get().set).toBe('Other'));
    const saved = calls.find(({ method }) => method === 'POST');
    expect(saved?.body).toEqual({ ...SET, name: 'Other' });
  });

  it('comes from a past run', async () => {
    const { trying, shown } = show(<TestDataDrawer />);
    trying.drawer.set(true);
    await userEvent.click(await screen.findByRole('button', { name: 'Inputs and all outputs' }));
    await waitFor(() => expect(trying.data.get().inputs).toEqual({ amount: 5 }));
    expect(Object.keys(trying.data.get().pins)).toEqual(['review']);
    expect(shown).toHaveBeenCalledWith('r1');
  });
});
