import { describe, expect, it } from 'vitest';
import { applyAll } from '../changes';
import { readGraph } from '../types';

describe('reading a graph', () => {
  it('keeps what concerns the whole graph, also after a change', () => {
    const graph = readGraph({ nodes: [{ id: 'a', type: 'merge' }], options: { max_parallel: 3 } });
    const changed = applyAll(graph, [{ kind: 'retitle_node', id: 'a', from: '', to: 'Meet' }]);
    expect(changed.options).toEqual({ max_parallel: 3 });
  });

  it('invents no options', () => {
    expect('options' in readGraph({ nodes: [], edges: [] })).toBe(false);
  });
});
