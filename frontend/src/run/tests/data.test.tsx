// Data of a run in its three views, and of a step each time that it was done.
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { RunStore } from '../../live/runStore';
import { serve, show } from '../../test/render';
import { JsonView } from '../data/JsonView';
import { NodeData } from '../data/NodeData';
import { roundsOf } from '../data/rounds';
import { linesOf, schemaOf, tableOf } from '../data/shape';
import { event, log, me, run } from './samples';

beforeEach(() => void serve({ 'GET /api/me/': me() }));

describe('the shape of a value', () => {
  it('is a schema that fits it', () => {
    expect(
      schemaOf({ n: 1, at: '2026-01-05T09:00:00Z', list: [{ a: 1 }, { a: 1.5, b: null }] }),
    ).toEqual({
      type: 'object',
      properties: {
        n: { type: 'integer' },
        at: { type: 'string', format: 'date-time' },
        list: {
          type: 'array',
          items: {
            type: 'object',
            properties: { a: { type: 'number' }, b: { type: 'null' } },
            required: ['a'],
          },
        },
      },
      required: ['n', 'at', 'list'],
    });
    expect(schemaOf([1, 'x'])).toEqual({ type: 'array', items: { type: ['integer', 'string'] } });
    expect(schemaOf([])).toEqual({ type: 'array' });
  });

  it('is told in lines, what is inside further in', () => {
    const lines = linesOf(schemaOf({ who: 'a@b.org', list: [{ a: 1 }, { b: true }] }));
    expect(
      lines.map(({ path, depth, types, isOptional }) => [path, depth, types, isOptional]),
    ).toEqual([
      ['who', 0, ['string'], false],
      ['list', 0, ['array'], false],
      ['list.a', 1, ['integer'], true],
      ['list.b', 1, ['boolean'], true],
    ]);
  });

  it('is a table when it is a list of objects', () => {
    expect(tableOf([{ a: 1 }, { b: 2 }])?.names).toEqual(['a', 'b']);
    expect(tableOf([{ a: 1 }, 2])).toBeNull();
    expect(tableOf([])).toBeNull();
  });
});

describe('the view of a value', () => {
  it('switches between table, JSON and schema', async () => {
    show(<JsonView value={[{ sku: 'A', price: 3 }, { sku: 'B' }]} label="Lines" />);
    const table = screen.getByRole('table');
    expect(within(table).getAllByRole('row')).toHaveLength(3);
    expect(within(table).getByRole('columnheader', { name: 'price' })).toBeInTheDocument();
    await userEvent.click(screen.getByLabelText('JSON'));
    expect(screen.getByText(/"sku": "A"/)).toBeInTheDocument();
    await userEvent.click(screen.getByLabelText('Schema'));
    expect(screen.getByText('whole number, not always there')).toBeInTheDocument();
  });
});

const rounds = log(
  event('NodeStarted', 'pay', 1, { attempt: 1 }),
  event('NodeFailed', 'pay', 2, {
    attempt: 1,
    retry_at: '2026-01-05T09:00:03Z',
    error: { type: 'E', message: 'Bank is shut' },
    inputs: { amount: 1 },
  }),
  event('NodeStarted', 'pay', 3, { attempt: 2 }),
  event('NodeCompleted', 'pay', 4, { output: { paid: 'first' }, inputs: { amount: 1 } }),
  { ...event('NodeStarted', 'pay', 5, { attempt: 1 }), iteration: 2 },
  { ...event('NodeCompleted', 'pay', 6, { output: { paid: 'second' } }), iteration: 2 },
);

describe('a step that was done more than once', () => {
  it('has a round for each time', () => {
    expect(roundsOf(rounds, 'pay')).toMatchObject([
      { seq: 1, iteration: 1, attempt: 1, status: 'failed', error: { message: 'Bank is shut' } },
      { seq: 3, iteration: 1, attempt: 2, status: 'completed', output: { paid: 'first' } },
      { seq: 5, iteration: 2, attempt: 1, status: 'completed', output: { paid: 'second' } },
    ]);
    expect(roundsOf(rounds, 'other')).toEqual([]);
  });

  it('shows the last, and any other that is picked', async () => {
    const pay = { status: 'completed', iteration: 2, attempt: 1, output: { paid: 'second' } };
    const store = new RunStore(run({ nodes: { pay: pay as never }, suspensions: [], seq: 6 }));
    store.addEvents(rounds);
    show(<NodeData store={store} id="pay" titleOf={() => 'Pay'} onSelect={() => undefined} />);
    expect(screen.getByText('second')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('combobox', { name: 'Done or tried 3 times' }));
    await userEvent.click(screen.getByText(/Round 1 · Failed/));
    expect(screen.getByText('Bank is shut')).toBeInTheDocument();
    expect(screen.queryByText('second')).toBeNull();
  });
});
