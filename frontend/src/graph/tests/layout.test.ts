/** Claims about automatic layout: left to right, nothing overlaps, the corner stays. */

import { describe, expect, it } from 'vitest';
import { CARD, freePlace, layout } from '../layout';
import { type Point, readGraph } from '../types';
import { EXPENSE } from './samples';

const at = (places: Map<string, Point>, id: string): Point => places.get(id) as Point;

describe('layout', () => {
  it('leads from left to right and keeps the corner', () => {
    const places = layout(EXPENSE);
    expect(at(places, 'submit').x).toBe(0);
    expect(at(places, 'review').x).toBeGreaterThan(at(places, 'submit').x + CARD.width);
    expect(at(places, 'pay').x).toBe(at(places, 'tell').x);
    expect(Math.min(...[...places.values()].map((place) => place.y))).toBe(-60);
  });

  it('cards of one column do not overlap', () => {
    const places = layout(EXPENSE);
    expect(Math.abs(at(places, 'pay').y - at(places, 'tell').y)).toBeGreaterThan(CARD.height);
  });

  it('leaves room below a card for what it says while it waits', () => {
    const waiting = 176;
    const places = layout(EXPENSE);
    expect(Math.abs(at(places, 'pay').y - at(places, 'tell').y)).toBeGreaterThan(waiting);
  });

  it('the first line of a node leads above the second', () => {
    const places = layout(EXPENSE);
    expect(at(places, 'pay').y).toBeLessThan(at(places, 'tell').y);
  });

  it('a selection is laid out alone', () => {
    expect([...layout(EXPENSE, new Map(), new Set(['pay', 'tell'])).keys()]).toEqual([
      'pay',
      'tell',
    ]);
  });

  it('a loop and an empty graph are laid out too', () => {
    const loop = readGraph({
      nodes: [{ id: 'a' }, { id: 'b' }],
      edges: [
        { id: '1', source: 'a', target: 'b' },
        { id: '2', source: 'b', target: 'a', action: 'again' },
        { id: '3', source: 'b', target: 'b', action: 'retry' },
      ],
    });
    expect(layout(loop).size).toBe(2);
    expect(layout(readGraph({})).size).toBe(0);
  });

  it('a new node is not put on top of another', () => {
    const place = freePlace(EXPENSE, { x: 303, y: 4 });
    expect(place.x).toBe(300);
    expect(place.y).toBeGreaterThanOrEqual(CARD.height);
  });
});
