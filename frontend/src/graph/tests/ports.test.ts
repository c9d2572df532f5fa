/** Claims about ports: what fits, what is refused and in which words, which action comes next. */

import { describe, expect, it } from 'vitest';
import { actionsOf, proposeAction } from '../actions';
import { applyAll } from '../changes';
import { connect } from '../edits';
import { matchingOutput, outputsOf, refusal } from '../ports';
import { fits, inWords } from '../schema';
import { type GraphNode, readGraph } from '../types';
import { EXPENSE, TYPES } from './samples';

const link = (source: string, target: string, target_handle: string | null = null) => ({
  source,
  target,
  source_handle: null,
  target_handle,
});

describe('ports', () => {
  it('a number fits a whole number, text does not', () => {
    expect(fits({ type: 'integer' }, { type: 'number' })).toBe(true);
    expect(fits({ type: 'string' }, { type: 'number' })).toBe(false);
    expect(fits({ anyOf: [{ type: 'string' }, { type: 'null' }] }, { type: 'string' })).toBe(true);
    expect(fits({}, { type: 'boolean' })).toBe(true);
  });

  it('lists are compared by what they hold', () => {
    const texts = { type: 'array', items: { type: 'string' } };
    expect(fits({ type: 'array', items: { type: 'number' } }, texts)).toBe(false);
    expect(fits({ type: 'array' }, texts)).toBe(true);
    expect(inWords(texts)).toBe('a list of text');
  });

  it('a refused connection says what was needed and what came', () => {
    const words = refusal(EXPENSE, { ...link('tell', 'pay', 'amount') }, TYPES);
    expect(words).toBe('Amount needs a number, got text.');
    expect(refusal(EXPENSE, link('review', 'submit'), TYPES)).toMatch(/nothing can lead into/);
    expect(refusal(EXPENSE, link('submit', 'review'), TYPES)).toMatch(/connected already/);
    expect(refusal(EXPENSE, link('submit', 'pay', 'amount'), TYPES)).toBeNull();
  });

  it('each new line from an approval gets the next unused action', () => {
    let graph = readGraph({ nodes: EXPENSE.nodes, edges: [] });
    for (const target of ['pay', 'tell', 'submit']) {
      graph = applyAll(graph, connect(graph, link('review', target), TYPES));
    }
    expect(graph.edges.map((edge) => edge.action)).toEqual(['approved', 'rejected', 'timeout']);
  });

  it('a second line to the same node has the action of the first', () => {
    expect(proposeAction(EXPENSE, link('review', 'pay', 'amount'), TYPES)).toBe('approved');
  });

  it('a wait leads on by the default line, not by its time-out', () => {
    const graph = readGraph({
      nodes: [
        { id: 'w', type: 'wait' },
        { id: 'x', type: 'pay' },
      ],
    });
    expect(proposeAction(graph, link('w', 'x'), TYPES)).toBeNull();
  });

  it('a wait can be left by its time-out, which is offered last', () => {
    const node = readGraph({ nodes: [{ id: 'w', type: 'wait' }] }).nodes[0] as GraphNode;
    expect(actionsOf(node, TYPES.get('wait'))).toEqual(['timeout']);
  });

  it('an input has one output a field of its form', () => {
    const schema = { properties: { amount: { type: 'number' }, user: { type: 'string' } } };
    const node = { id: 'i', type: 'input', properties: { schema } };
    const [input] = readGraph({ nodes: [node] }).nodes;
    expect(outputsOf(input, TYPES.get('input')).map((port) => port.name)).toEqual([
      'amount',
      'user',
    ]);
  });

  it('a switch has an action for each case and one for the rest', () => {
    const node = readGraph({
      nodes: [
        { id: 's', type: 'switch', properties: { cases: [{ when: 'true', action: 'big' }, {}] } },
      ],
    }).nodes[0] as GraphNode;
    expect(actionsOf(node, TYPES.get('switch'))).toEqual(['big', 'default']);
  });

  it('a data line takes the output field that fits the port', () => {
    const approval = outputsOf(undefined, TYPES.get('approval'));
    const port = { name: 'note', schema: { type: 'string' } };
    expect(matchingOutput(approval, port)).toBe('comment');
    expect(matchingOutput(approval, { name: 'x', schema: {} })).toBeNull();
    expect(matchingOutput(outputsOf(undefined, TYPES.get('template')), port)).toBeNull();
  });
});

describe('the actions of a question', () => {
  const question = (properties: object) =>
    actionsOf(
      { id: 'q', type: 'question', title: '', properties, options: {}, ui: {} } as never,
      undefined,
    );
  const options = [{ id: 'web', label: 'Web site' }, 'mail'];

  it('are its options where one of them is the answer', () => {
    expect(question({ options })).toEqual(['web', 'mail']);
    expect(question({ input_type: 'approval' })).toEqual(['approved', 'rejected']);
  });

  it('are none where the answer is a list or a text', () => {
    expect(question({ options, input_type: 'multiselect' })).toEqual([]);
    expect(question({ options, input_type: 'text' })).toEqual([]);
  });
});
