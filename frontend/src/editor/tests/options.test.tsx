// Claims about the options every node has: what they write, what they say, and where problems show.
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { useCell } from '../../canvas/cell';
import { EXPENSE } from '../../graph/tests/samples';
import type { Graph } from '../../graph/types';
import { Options } from '../inspector/options/Options';
import { pausesOf } from '../inspector/options/retry';
import { moved, replaced } from '../inspector/options/routes';
import { useSession } from '../state/context';
import { deskWith, draw } from './world';

/** The options of the node as it stands after each change. */
function Live() {
  const { nodes } = useCell(useSession().graph);
  const node = nodes.find(({ id }) => id === 'review');
  return node ? <Options node={node} /> : null;
}

function show(graph: Graph = EXPENSE) {
  const world = deskWith(graph);
  draw(world.desk, <Live />);
  return { ...world, options: () => world.session.node('review')?.options };
}

const withOptions = (options: Graph['nodes'][number]['options']): Graph => ({
  ...EXPENSE,
  nodes: EXPENSE.nodes.map((node) => (node.id === 'review' ? { ...node, options } : node)),
});

describe('retrying', () => {
  it('asks for pauses once there is a second try, and tells what comes of them', async () => {
    const { options } = show();
    expect(screen.getByText('One try: it fails at the first error.')).toBeInTheDocument();
    const tries = screen.getByRole('textbox', { name: 'Tries' });
    await userEvent.clear(tries);
    await userEvent.type(tries, '3');
    expect(options()).toEqual({ retry: { max_attempts: 3 } });
    expect(screen.getByText('Tries again after 1 s, then 2 s.')).toBeInTheDocument();
  });

  it('is stored as nothing when there is one try', async () => {
    const { options } = show(withOptions({ retry: { max_attempts: 4, factor: 3 } }));
    const tries = screen.getByRole('textbox', { name: 'Tries' });
    await userEvent.clear(tries);
    await userEvent.type(tries, '1');
    expect(options()).toEqual({});
  });

  it('has pauses that grow up to the longest', () => {
    const policy = { max_attempts: 9, backoff_seconds: '2m', factor: 3, max_backoff_seconds: 600 };
    expect(pausesOf(policy)).toEqual([120, 360, 600, 600]);
    expect(pausesOf({ max_attempts: 1 })).toEqual([]);
  });
});

describe('pausing', () => {
  it('is a switch before and one after the step, and a key to wait for', async () => {
    const { options } = show();
    await userEvent.click(screen.getByRole('switch', { name: 'Pause before this step' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Wait for input' }), 'receipt');
    expect(options()).toEqual({ pause_before: true, wait_for_input: 'receipt' });
    await userEvent.click(screen.getByRole('switch', { name: 'Pause before this step' }));
    expect(options()).toEqual({ wait_for_input: 'receipt' });
  });
});

describe('routing rules', () => {
  it('are added, filled and put in order', async () => {
    const { options } = show();
    await userEvent.click(screen.getByRole('button', { name: 'Add a rule' }));
    expect(screen.getByText('Say when this rule holds.')).toBeInTheDocument();
    const first = within(screen.getByRole('listitem', { name: 'Rule 1' }));
    await userEvent.type(first.getByRole('textbox', { name: 'If' }), 'output > 5');
    await userEvent.type(first.getByRole('combobox', { name: 'Finish with' }), 'big');
    await userEvent.click(first.getByRole('switch', { name: 'Pause first' }));
    await userEvent.type(first.getByRole('textbox', { name: 'Why it pauses' }), 'Look');
    await userEvent.click(screen.getByRole('button', { name: 'Add a rule' }));
    await userEvent.click(screen.getByRole('button', { name: 'Move rule 2 up' }));
    expect(options()).toEqual({
      routes: [{ when: '' }, { when: 'output > 5', action: 'big', pause: true, reason: 'Look' }],
    });
    await userEvent.click(screen.getByRole('button', { name: 'Remove rule 1' }));
    await userEvent.click(screen.getByRole('button', { name: 'Remove rule 1' }));
    expect(options()).toEqual({});
  });

  it('keep their order but for the one that moved', () => {
    const rules = ['a', 'b', 'c'].map((when) => ({ when }));
    const order = (list: { when?: unknown }[]) => list.map(({ when }) => when).join('');
    expect(order(moved(rules, 2, 0))).toBe('cab');
    expect(order(moved(rules, 0, 1))).toBe('bac');
    expect(order(moved(rules, 0, 9))).toBe('abc');
    expect(order(replaced(rules, 1, null))).toBe('ac');
  });
});

describe('a problem of an option', () => {
  it('stands at the option', () => {
    const { autosave } = show(withOptions({ retry: { max_attempts: 400 } }));
    const message = 'Input should be less than or equal to 100';
    autosave.problems.set([
      {
        code: 'invalid_option',
        message,
        node_id: 'review',
        edge_id: null,
        pointer: '/options/retry/max_attempts',
      },
    ]);
    return screen.findByRole('alert').then((alert) => {
      expect(alert).toHaveTextContent(message);
      expect(screen.getByRole('group', { name: 'Tries' })).toContainElement(alert);
    });
  });
});

describe('rounds', () => {
  it('are asked for only where a loop begins', () => {
    const back = { id: 'back', source: 'pay', target: 'review', action: null, when: null };
    const edge = { ...back, source_handle: null, target_handle: null };
    show({ ...EXPENSE, edges: [...EXPENSE.edges, edge] });
    expect(screen.getByRole('textbox', { name: 'Rounds at most' })).toBeInTheDocument();
  });

  it('are not asked for elsewhere', () => {
    show();
    expect(screen.queryByRole('textbox', { name: 'Rounds at most' })).toBeNull();
  });
});
