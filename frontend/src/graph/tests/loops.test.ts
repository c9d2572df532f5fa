// Claims about loops: the inspector offers a limit of rounds where the engine counts them.
import { describe, expect, it } from 'vitest';
import { isLoopHeader } from '../loops';
import { type Graph, readGraph } from '../types';

function graphOf(...lines: string[]): Graph {
  const ends = lines.map((line) => line.split(' ') as [string, string]);
  const ids = [...new Set(ends.flat())];
  return readGraph({
    schema: 1,
    nodes: ids.map((id) => ({ id, type: 'log' })),
    edges: ends.map(([source, target], index) => ({ id: `e${index}`, source, target })),
  });
}

const headers = (graph: Graph) =>
  graph.nodes.map(({ id }) => id).filter((id) => isLoopHeader(graph, id));

describe('a loop', () => {
  it('is headed by the node that its back line leads to', () => {
    expect(headers(graphOf('a b', 'b c', 'c b', 'c d'))).toEqual(['b']);
  });

  it('may be one node that leads back to itself', () => {
    expect(headers(graphOf('a b', 'b b', 'b c'))).toEqual(['b']);
  });

  it('inside another has its own header', () => {
    expect(headers(graphOf('a b', 'b c', 'c d', 'd c', 'd e', 'e b'))).toEqual(['b', 'c']);
  });

  it('is not made by branches that join', () => {
    expect(headers(graphOf('a b', 'a c', 'b d', 'c d'))).toEqual([]);
  });

  it('that nothing leads into begins at its first node', () => {
    expect(headers(graphOf('a b', 'b a'))).toEqual(['a']);
  });
});
