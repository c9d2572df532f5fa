// Claims about problems and publishing: told at once, and nothing unsound goes out.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ProblemsChip } from '../header/ProblemsChip';
import { ProblemsPanel } from '../header/ProblemsPanel';
import { inputSchema } from '../runbar/inputs';
import { deskWith, draw, workflow } from './world';

const PROBLEM = {
  code: 'missing_property',
  message: 'Say what is asked.',
  node_id: 'review',
  edge_id: null,
  pointer: '/properties/title',
};

describe('problems', () => {
  it('the list names the node, and a click selects it', async () => {
    const { desk, session, autosave } = deskWith();
    autosave.problems.set([PROBLEM]);
    draw(desk, <ProblemsPanel />);
    await userEvent.click(screen.getByRole('button', { name: /review.*Say what is asked/ }));
    expect([...session.selection.get().nodes]).toEqual(['review']);
  });

  it('advice stands below them, leads to its step and counts as no problem', async () => {
    const advice = { ...PROBLEM, code: 'own_request', message: 'The requester may approve.' };
    const body = { ...workflow(1), advice: [advice, { ...advice, node_id: 'gone' }] };
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response(JSON.stringify(body), { status: 200 })),
    );
    const { desk, session } = deskWith();
    draw(
      desk,
      <>
        <ProblemsChip onClick={vi.fn()} />
        <ProblemsPanel />
      </>,
    );
    await userEvent.click(await screen.findByRole('button', { name: /requester may approve/ }));
    expect([...session.selection.get().nodes]).toEqual(['review']);
    expect(screen.getByTestId('problems-chip')).toHaveTextContent('No problems · 1 hint');
    expect(screen.getByTestId('problems-chip')).toHaveAttribute('data-count', '0');
    vi.unstubAllGlobals();
  });

  it('the chip counts what the browser finds before the server has seen it', async () => {
    const { desk, session, autosave } = deskWith();
    const stop = autosave.start();
    draw(desk, <ProblemsChip onClick={vi.fn()} />);
    expect(screen.getByTestId('problems-chip')).toHaveTextContent('No problems');
    const edge = {
      id: 'bad',
      source: 'pay',
      target: 'gone',
      source_handle: null,
      target_handle: null,
      action: null,
      when: null,
    };
    session.do('Connect', [{ kind: 'add_edge', edge, at: 3 }]);
    await waitFor(() => expect(screen.getByTestId('problems-chip')).toHaveTextContent('1 problem'));
    stop();
  });
});

describe('inputs of a run', () => {
  it('are those of the input nodes, put together when there are several', () => {
    const input = (schema: object | null) => ({ type: 'input', properties: { schema } });
    const one = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
    const two = { type: 'object', properties: { b: { type: 'number' } } };
    expect(inputSchema({ nodes: [{ type: 'log' }, input(one)] })).toEqual(one);
    expect(inputSchema({ nodes: [input(null)] })).toBeNull();
    expect(inputSchema({ nodes: [input(one), input(two)] })).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'number' } },
      required: ['a'],
    });
  });
});
