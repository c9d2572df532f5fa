// Claims about what differs between two graphs, and about workflows as files.
import { describe, expect, it } from 'vitest';
import { EXPENSE } from '../../../graph/tests/samples';
import type { Graph } from '../../../graph/types';
import { bothGraphs, nodeFields, partChanges } from '../changes';
import { fileOf, readFile } from '../files';
import { whoChanged } from '../useWhose';

const [submit, review, pay, tell] = EXPENSE.nodes;
if (!submit || !review || !pay || !tell) throw new Error('the sample has four nodes');

const AFTER: Graph = {
  ...EXPENSE,
  nodes: [
    submit,
    {
      ...review,
      title: 'Second look',
      properties: { groups: ['board'], due: { days: 2 } },
      ui: { x: 9, y: 9 },
    },
    pay,
    { ...tell, id: 'log' },
  ],
  edges: EXPENSE.edges.filter(({ target }) => target !== 'tell'),
};

describe('what differs', () => {
  it('is told by part, with the fields of what changed', () => {
    const parts = partChanges(EXPENSE, AFTER);
    expect(parts.map(({ id, mark }) => [id, mark])).toEqual([
      ['log', 'added'],
      ['review', 'changed'],
      ['tell', 'removed'],
      ['e3', 'removed'],
    ]);
    expect(parts[1]?.fields.map(({ path }) => path)).toEqual([
      'title',
      'properties.groups',
      'properties.due',
    ]);
  });

  it('goes into objects, so that one key is one line', () => {
    const after = { ...review, properties: { due: { days: 3, hours: 1 } } };
    const before = { ...review, properties: { due: { days: 2, hours: 1 } } };
    expect(nodeFields(before, after)).toEqual([
      { path: 'properties.due.days', before: 2, after: 3 },
    ]);
  });

  it('names the ends of a line by the titles of their nodes', () => {
    const nodes = EXPENSE.nodes.map((node) => ({ ...node, title: `The ${node.id}` }));
    const before = { ...EXPENSE, nodes };
    const edges = EXPENSE.edges.map((one) => (one.id === 'e3' ? { ...one, target: 'pay' } : one));
    expect(partChanges(before, { ...before, edges })[0]).toMatchObject({
      name: 'The review → The pay (rejected)',
      fields: [{ path: 'target', before: 'The tell', after: 'The pay' }],
    });
  });

  it('stands on one canvas: what is gone beside what is there', () => {
    const { graph, marks } = bothGraphs(EXPENSE, AFTER);
    expect(graph.nodes.map(({ id }) => id)).toEqual(['submit', 'review', 'pay', 'log', 'tell']);
    expect(graph.edges.map(({ id }) => id)).toEqual(['e1', 'e2', 'e3']);
    expect(Object.fromEntries(marks)).toEqual({
      log: 'added',
      review: 'changed',
      tell: 'removed',
      e3: 'removed',
    });
  });

  it('goes out with the names of those who changed it, and of nobody else', () => {
    const mark = (by: string) => ({ by, at: '' });
    const authors = {
      nodes: { review: mark('ann'), log: mark('ben'), pay: mark('eve') },
      edges: { e3: mark('ben') },
    };
    expect(whoChanged(EXPENSE, AFTER, authors)).toEqual(['ben', 'ann']);
    expect(whoChanged(EXPENSE, AFTER, undefined)).toEqual([]);
  });
});

describe('a file', () => {
  const head = { slug: 'expense', name: 'Expense', description: '' };

  it('comes back as the graph it was', () => {
    expect(readFile(fileOf(EXPENSE, head))).toEqual(EXPENSE);
    expect(JSON.parse(fileOf(EXPENSE, head))).toMatchObject({ ...head, schema: 1 });
  });

  it('may hold the graph below a key of its own, and is refused when it holds none', () => {
    expect(readFile(JSON.stringify({ name: 'x', graph: EXPENSE }))).toEqual(EXPENSE);
    expect(readFile('{"nodes": 5}')).toBeNull();
    expect(readFile('not JSON')).toBeNull();
    expect(readFile('[]')).toBeNull();
  });
});
