/** Node types, graphs and a repeatable source of chance for the tests of this folder. */

import { readNodeTypes } from '../catalogue';
import { type Graph, readGraph } from '../types';

const amount = { type: 'number' };

export const TYPES = readNodeTypes([
  { type: 'input', title: 'Input', category: 'Data', outputs: [{ name: 'value', schema: {} }] },
  {
    type: 'approval',
    title: 'Approval',
    category: 'People',
    actions: ['approved', 'rejected', 'timeout'],
    suspendable: true,
    inputs: [
      { name: 'subject', schema: {} },
      { name: 'quorum', title: 'Quorum', schema: { type: 'integer' } },
      { name: 'users', title: 'Users', schema: { type: 'array', items: { type: 'string' } } },
    ],
    outputs: [
      { name: 'approved', schema: { type: 'boolean' } },
      { name: 'comment', schema: { type: 'string' } },
    ],
    properties: {
      required: ['quorum'],
      properties: { quorum: { type: 'integer', default: 1 }, title: { type: 'string' } },
    },
  },
  { type: 'condition', title: 'Condition', actions: ['true', 'false'] },
  { type: 'switch', title: 'Switch' },
  {
    type: 'wait',
    title: 'Wait',
    suspendable: true,
    properties: { properties: { on_timeout: { type: 'string', title: 'When time is up' } } },
  },
  {
    type: 'template',
    title: 'Template',
    inputs: [{ name: 'values', title: 'Values', schema: { type: 'object' } }],
    outputs: [{ name: 'text', schema: { type: 'string' } }],
  },
  {
    type: 'pay',
    title: 'Pay',
    inputs: [{ name: 'amount', title: 'Amount', schema: amount }],
    outputs: [{ name: 'paid', schema: amount }],
  },
]);

const node = (id: string, type: string, x: number, y = 0) => ({
  id,
  type,
  title: id,
  ui: { x, y },
});
const edge = (id: string, source: string, target: string, action: string | null = null) => ({
  id,
  source,
  target,
  action,
});

export const EXPENSE: Graph = readGraph({
  schema: 1,
  nodes: [
    node('submit', 'input', 0),
    node('review', 'approval', 300),
    node('pay', 'pay', 600, -60),
    node('tell', 'template', 600, 60),
  ],
  edges: [
    edge('e1', 'submit', 'review'),
    edge('e2', 'review', 'pay', 'approved'),
    edge('e3', 'review', 'tell', 'rejected'),
  ],
});

/** A small generator (mulberry32): the same seed gives the same numbers in [0, 1). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
