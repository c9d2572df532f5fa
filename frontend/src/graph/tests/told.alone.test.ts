// What the server says of steps and problems, in German; in English its own words stay.
import { describe, expect, it } from 'vitest';
import { inGerman } from '../../test/german';
import { readNodeTypes } from '../catalogue';
import type { Graph, GraphNode } from '../types';
import { currentProblems } from '../validate';

const TYPES = [
  {
    type: 'condition',
    title: 'Condition',
    category: 'Flow',
    description: 'Goes one way when something is true, another when it is not.',
    properties: {
      properties: {
        expression: { title: 'Condition', default: 'Condition', description: 'Mine.' },
      },
    },
    outputs: [{ name: 'result', title: 'Result' }],
  },
];
const node = { id: 'c', type: 'condition', title: 'C', properties: {}, options: {}, ui: {} };
const GRAPH: Graph = { schema: 1, nodes: [node as GraphNode], edges: [] };
const problem = (code: string) => ({
  code,
  message: "'expression' is needed.",
  node_id: 'c',
  edge_id: null,
  pointer: '/properties/expression',
});

describe('what the server says', () => {
  it('stays as it is in English', () => {
    const types = readNodeTypes(TYPES);
    expect(types.get('condition')?.title).toBe('Condition');
    const [told] = currentProblems(GRAPH, types, [problem('missing_property')], true);
    expect(told?.message).toBe("'expression' is needed.");
  });

  it('is told in German where the words are ours, values are left alone', async () => {
    const catalogue = await inGerman(() => import('../catalogue'));
    const type = catalogue.readNodeTypes(TYPES).get('condition');
    expect(type?.title).toBe('Bedingung');
    expect(type?.description).toMatch(/^Geht einen Weg/);
    expect(type?.outputs[0]?.title).toBe('Ergebnis');
    expect(type?.category).toBe('Flow');
    const expression = { title: 'Bedingung', default: 'Condition', description: 'Mine.' };
    expect(type?.properties.properties).toEqual({ expression });
  });

  it('of a problem is told with the name of the field, else in its own words', async () => {
    const [catalogue, validate] = await inGerman(() =>
      Promise.all([import('../catalogue'), import('../validate')]),
    );
    const types = catalogue.readNodeTypes(TYPES);
    const told = (code: string) =>
      validate.currentProblems(GRAPH, types, [problem(code)], true)[0]?.message;
    expect(told('missing_property')).toBe('„Bedingung“ fehlt noch.');
    expect(told('quite_new')).toBe("'expression' is needed.");
  });
});
