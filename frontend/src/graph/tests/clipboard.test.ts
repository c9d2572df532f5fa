/** Claims about copying: new ids, inner lines only, and expressions that follow their copies. */

import { describe, expect, it } from 'vitest';
import { applyAll } from '../changes';
import { copy, fromText, paste, toText } from '../clipboard';
import { freshId, slugOf } from '../ids';
import { positionOf, readGraph } from '../types';
import { EXPENSE } from './samples';

const BOTH = new Set(['review', 'pay']);

describe('clipboard', () => {
  it('a copy has new ids, its inner lines, and stands beside the original', () => {
    const { changes, ids } = paste(EXPENSE, copy(EXPENSE, BOTH), { x: 40, y: 40 });
    const graph = applyAll(EXPENSE, changes);
    expect(ids).toEqual(['review_2', 'pay_2']);
    expect(graph.edges.at(-1)).toMatchObject({ source: 'review_2', target: 'pay_2' });
    expect(graph.edges).toHaveLength(4);
    const copied = graph.nodes.find((node) => node.id === 'pay_2');
    expect(copied && positionOf(copied)).toEqual({ x: 640, y: -20 });
  });

  it('pasting with the lines that led in keeps them', () => {
    const { changes } = paste(EXPENSE, copy(EXPENSE, BOTH), { x: 0, y: 0 }, true);
    const graph = applyAll(EXPENSE, changes);
    expect(graph.edges).toContainEqual(
      expect.objectContaining({ source: 'submit', target: 'review_2' }),
    );
  });

  it('an expression follows its copy and leaves other nodes alone', () => {
    const graph = readGraph({
      nodes: [
        { id: 'a', type: 'constant' },
        {
          id: 'b',
          type: 'transform',
          properties: { expression: 'nodes.a + nodes.ab + nodes.submit' },
        },
      ],
    });
    const copied = paste(graph, copy(graph, new Set(['a', 'b'])), { x: 0, y: 0 });
    const added = applyAll(graph, copied.changes).nodes.at(-1);
    expect(added?.properties.expression).toBe('nodes.a_2 + nodes.ab + nodes.submit');
  });

  it('text survives the way through the clipboard, other text is no clip', () => {
    const clip = copy(EXPENSE, BOTH);
    expect(fromText(toText(clip))).toEqual(clip);
    expect(fromText('hello')).toBeNull();
    expect(fromText('{"schema": 1, "nodes": [{}]}')).toBeNull();
  });

  it('ids are readable and counted on', () => {
    expect(slugOf('docs.DocumentApproval')).toBe('document_approval');
    expect(slugOf('Über 1,000 €?')).toBe('uber_1_000');
    expect(slugOf('42')).toBe('n_42');
    expect(slugOf('€')).toBe('node');
    expect(freshId('wait_2', new Set(['wait', 'wait_2']))).toBe('wait_3');
  });
});
