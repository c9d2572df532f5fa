/** Claims about extracting: what goes in and out by name, and when it would change what a run does. */

import { describe, expect, it } from 'vitest';
import { applyAll, invertAll } from '../changes';
import { extract } from '../extract/extract';
import { namesIn } from '../extract/references';
import { extractRefusal } from '../extract/refusal';
import { outlineOf } from '../outline';
import { type Graph, readGraph } from '../types';
import { EXPENSE, TYPES } from './samples';

const node = (id: string, type: string, properties = {}) => ({
  id,
  type,
  title: id,
  properties,
  ui: { x: 0, y: 0 },
});
const line = (id: string, source: string, target: string, more = {}) => ({
  id,
  source,
  target,
  ...more,
});

const ORDER: Graph = readGraph({
  schema: 1,
  nodes: [
    node('order', 'input'),
    node('price', 'pay', { note: '{{ inputs.customer }}' }),
    node('tell', 'template', { template: 'Price {{ nodes.price.paid }} of {{ nodes.order.id }}' }),
    node('done', 'output', { value: { $expr: 'nodes.price.paid + nodes.tell' } }),
  ],
  edges: [
    line('e1', 'order', 'price', { source_handle: 'amount', target_handle: 'amount' }),
    line('e2', 'price', 'tell'),
    line('e3', 'tell', 'done', { target_handle: 'value' }),
  ],
});
const CHOSEN = new Set(['price', 'tell']);

describe('extracting', () => {
  const { child, changes, node: made } = extract(ORDER, CHOSEN, 'pricing', 'Pricing');
  const after = applyAll(ORDER, changes);

  it('puts one node in their place, fed with what they used', () => {
    expect(after.nodes.map(({ id }) => id)).toEqual(['order', 'done', 'pricing']);
    expect(after.nodes.find(({ id }) => id === made)?.properties).toEqual({
      workflow: 'pricing',
      inputs: {
        customer: { $expr: 'inputs.customer' },
        order: { $expr: 'nodes.order' },
        amount: { $expr: 'nodes.order.amount' },
      },
    });
    expect(after.edges.map(({ source, target }) => `${source}>${target}`)).toEqual([
      'order>pricing',
      'pricing>done',
    ]);
  });

  it('what stays outside reads the results where they are now', () => {
    expect(after.nodes.find(({ id }) => id === 'done')?.properties.value).toEqual({
      $expr: 'nodes.pricing.price.paid + nodes.pricing.tell',
    });
    expect(after.edges[1]).toMatchObject({ source_handle: 'tell', target_handle: 'value' });
  });

  it('the new graph begins with its inputs and ends with the results', () => {
    expect(child.nodes.map(({ type }) => type)).toEqual([
      'input',
      'pay',
      'template',
      'output',
      'output',
    ]);
    expect(child.nodes[1]?.properties.note).toBe('{{ inputs.customer }}');
    expect(child.nodes[2]?.properties.template).toBe(
      'Price {{ nodes.price.paid }} of {{ inputs.order.id }}',
    );
    expect(child.edges).toContainEqual(
      expect.objectContaining({
        source: 'input',
        target: 'price',
        source_handle: 'amount',
        target_handle: 'amount',
      }),
    );
    const ids = child.edges.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('undo gives the graph from before', () => {
    expect(applyAll(after, invertAll(changes))).toEqual(ORDER);
  });
});

describe('refusing to extract', () => {
  const why = (graph: Graph, ...ids: string[]) => extractRefusal(graph, new Set(ids), TYPES);

  it('takes what begins at one place and ends at one', () => {
    expect(why(ORDER, 'price', 'tell')).toBeNull();
    expect(why(EXPENSE, 'pay')).toBeNull();
    expect(why(EXPENSE, 'review', 'pay', 'tell')).toBeNull();
  });

  it('says what is in the way', () => {
    expect(why(EXPENSE)).toBe('nothing');
    expect(why(EXPENSE, 'submit', 'review')).toBe('ends');
    expect(why(EXPENSE, 'pay', 'tell')).toBe('entries');
    expect(why(EXPENSE, 'review', 'pay')).toBe('exits');
    const stateful = readGraph({ nodes: [node('a', 'template', { template: '{{ state.x }}' })] });
    expect(why(stateful, 'a')).toBe('state');
    const open = readGraph({
      nodes: [node('c', 'condition'), node('a', 'template'), node('b', 'template')],
      edges: [line('e1', 'c', 'a', { action: 'true' }), line('e2', 'a', 'b')],
    });
    expect(why(open, 'c', 'a')).toBe('branches');
  });

  it('finds names at any depth', () => {
    const value = { a: ['nodes.x.y + inputs.z', { $expr: 'nodes.x' }] };
    expect([...namesIn(value, 'nodes')]).toEqual(['x']);
    expect([...namesIn(value, 'inputs')]).toEqual(['z']);
  });
});

describe('the outline', () => {
  it('follows the lines a branch at a time and indents branches', () => {
    const steps = outlineOf(EXPENSE);
    expect(steps.map(({ node: { id }, depth }) => [id, depth])).toEqual([
      ['submit', 0],
      ['review', 0],
      ['pay', 1],
      ['tell', 1],
    ]);
    expect(steps[1]?.lines.map(({ action }) => action)).toEqual(['approved', 'rejected']);
  });

  it('holds every step once, also of a circle that nothing leads into', () => {
    const circle = readGraph({
      nodes: [node('a', 'wait'), node('b', 'wait'), node('c', 'wait')],
      edges: [line('e1', 'a', 'b'), line('e2', 'b', 'a')],
    });
    expect(
      outlineOf(circle)
        .map((step) => step.node.id)
        .sort(),
    ).toEqual(['a', 'b', 'c']);
  });
});
