// Claims about completion: what is in reach, what is offered at the caret, and what taking it writes.
import { describe, expect, it } from 'vitest';
import { EXPENSE, TYPES } from '../../../graph/tests/samples';
import { readGraph } from '../../../graph/types';
import { accept, type Language, suggest } from '../complete';
import { type Name, namesInReach, nodesBefore } from '../reach';

const NAMES: Name[] = [
  { name: 'inputs', inner: [{ name: 'amount' }, { name: 'name', inner: [{ name: 'first' }] }] },
  {
    name: 'nodes',
    inner: [
      { name: 'review', inner: [] },
      { name: 'ask-boss', inner: [] },
    ],
  },
  { name: 'attempt' },
];
const at = (source: string) => suggest(source, source.length, NAMES);
const names = (source: string) => at(source).map(({ name }) => name);
const taken = (source: string, name: string) => {
  const item = at(source).find((each) => each.name === name);
  return item && accept(source, source.length, item).source;
};

describe('what is offered', () => {
  it('begins with everything in reach', () => {
    expect(names('')).toEqual(['inputs', 'nodes', 'attempt']);
    expect(names('inputs.amount > ')).toEqual(['inputs', 'nodes', 'attempt']);
  });

  it('follows the dots, also behind brackets', () => {
    expect(names('inputs.')).toEqual(['amount', 'name']);
    expect(names('1 + inputs.name.f')).toContain('first');
    expect(names('inputs["name"].')).toEqual(['first']);
  });

  it('puts what begins with the typed letters first', () => {
    expect(names('inputs.am')[0]).toBe('amount');
    expect(names('inputs.amount')).toEqual([]);
  });

  it('is nothing within quotes and after a closed bracket', () => {
    expect(names('"inputs.')).toEqual([]);
    expect(names('inputs["a"]')).toEqual([]);
    expect(names('"a" + inputs.')).toEqual(['amount', 'name']);
  });

  it('has functions for those who begin to write one', () => {
    expect(names('si')).toContain('size');
    expect(names('inputs.amount.cont')).toEqual(['contains']);
  });

  it('within a text is for what stands in double braces', () => {
    const text = (source: string) => suggest(source, source.length, NAMES, 'template');
    expect(text('Dear inputs.')).toEqual([]);
    expect(text('Dear {{ inputs.').map(({ name }) => name)).toEqual(['amount', 'name']);
    expect(text('Dear {{ inputs.name }} inputs.')).toEqual([]);
  });

  it('within a value is an expression behind "=", and a text only where that is filled in', () => {
    const value = (source: string, language: Language = 'value') =>
      suggest(source, source.length, NAMES, language).map(({ name }) => name);
    expect(value('=')).toEqual(['inputs', 'nodes', 'attempt']);
    expect(value('= inputs.')).toEqual(['amount', 'name']);
    expect(value('inputs.')).toEqual([]);
    expect(value('Dear {{inputs.')).toEqual([]);
    expect(value('Dear {{inputs.', 'filled')).toEqual(['amount', 'name']);
    expect(value('= inputs.', 'filled')).toEqual(['amount', 'name']);
  });
});

describe('what is taken', () => {
  it('replaces what was typed of the name', () => {
    expect(taken('inputs.am', 'amount')).toBe('inputs.amount');
    expect(taken('size(no', 'nodes')).toBe('size(nodes');
  });

  it('goes in brackets where a dot cannot name it', () => {
    expect(taken('nodes.ask', 'ask-boss')).toBe('nodes["ask-boss"]');
    expect(taken('nodes.', 'ask-boss')).toBe('nodes["ask-boss"]');
  });
});

describe('what is in reach', () => {
  const find = (list: Name[], ...path: string[]) =>
    path.reduce<Name[]>((inner, name) => inner.find((n) => n.name === name)?.inner ?? [], list);
  const past = { output: () => undefined };

  it('is what comes before a node, and its declared fields', () => {
    const reach = namesInReach(EXPENSE, TYPES, { node: 'pay', after: false }, past);
    expect(nodesBefore(EXPENSE, 'pay')).toEqual(['review', 'submit']);
    expect(find(reach, 'nodes').map(({ name }) => name)).toEqual(['review', 'submit']);
    expect(find(reach, 'nodes', 'review').map(({ name }) => name)).toEqual(['approved', 'comment']);
    expect(reach.some(({ name }) => name === 'output')).toBe(false);
  });

  it('has the output of the node itself once it has finished', () => {
    const reach = namesInReach(EXPENSE, TYPES, { node: 'review', after: true }, past);
    expect(find(reach, 'output').map(({ name }) => name)).toEqual(['approved', 'comment']);
    expect(reach.map(({ name }) => name)).toContain('action');
  });

  it('adds what a run had, and the keys that steps set in the state', () => {
    const graph = readGraph({
      nodes: [{ id: 'keep', type: 'set_state', properties: { values: { total: 1 } } }],
    });
    const reach = namesInReach(
      graph,
      TYPES,
      { node: null, after: false },
      {
        inputs: { who: { name: 'Ann' } },
        state: { total: 5, left: 2 },
        output: (id) => (id === 'keep' ? { total: 5 } : undefined),
      },
    );
    expect(find(reach, 'inputs', 'who')).toEqual([{ name: 'name', sample: 'Ann' }]);
    expect(find(reach, 'state')).toEqual([
      { name: 'total', sample: 5 },
      { name: 'left', sample: 2 },
    ]);
    expect(find(reach, 'nodes', 'keep')[0]).toMatchObject({ name: 'total', sample: 5 });
  });
});
