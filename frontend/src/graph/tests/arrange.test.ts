/** Claims about putting in order: lines, equal gaps, and settling on what others stand on. */

import { describe, expect, it } from 'vitest';
import { aligned, axisOf, type Box, linedUp, spaced } from '../arrange/align';
import { around, settle } from '../arrange/guides';
import { chance } from './samples';

const box = (id: string, x: number, y: number, width = 224, height = 58): Box => ({
  id,
  x,
  y,
  width,
  height,
});
const ROW = [box('a', 0, 0), box('b', 300, 20), box('c', 1000, -40, 224, 98)];
const placed = (boxes: readonly Box[], places: ReturnType<typeof aligned>): Box[] =>
  boxes.map((item) => ({ ...item, ...places.get(item.id) }));

describe('aligning', () => {
  it('brings edges to the outermost and middles to the first', () => {
    expect(aligned(ROW, 'top').get('b')).toEqual({ x: 300, y: -40 });
    expect(aligned(ROW, 'bottom').get('a')).toEqual({ x: 0, y: 20 });
    expect(aligned(ROW, 'left').get('c')?.x).toBe(0);
    expect(aligned(ROW, 'right').get('a')?.x).toBe(1000);
    const middles = placed(ROW, aligned(ROW, 'middle')).map((item) => item.y + item.height / 2);
    expect(new Set(middles).size).toBe(1);
    const centres = placed(ROW, aligned(ROW, 'centre')).map((item) => item.x + item.width / 2);
    expect(new Set(centres).size).toBe(1);
  });

  it('one thing alone stays where it is', () => {
    expect(aligned([box('a', 7, 9)], 'left').get('a')).toEqual({ x: 7, y: 9 });
    expect(linedUp([box('a', 7, 9)], true).get('a')).toEqual({ x: 7, y: 9 });
  });

  it('makes a row of a row and a column of a column', () => {
    expect(axisOf(ROW)).toBe('x');
    expect(axisOf([box('a', 0, 0), box('b', 40, 300)])).toBe('y');
    const column = linedUp([box('a', 0, 0), box('b', 40, 300)], false);
    expect(column.get('a')?.x).toBe(column.get('b')?.x);
    expect(column.get('b')?.y).toBe(300);
  });
});

describe('spacing', () => {
  it('makes equal gaps and leaves the first and the last', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const roll = chance(seed);
      const boxes = Array.from({ length: 5 }, (_, at) => box(`${at}`, at * 400 + roll() * 150, 0));
      const after = placed(boxes, spaced(boxes, 'x')).sort((a, b) => a.x - b.x);
      const gaps = after.slice(1).map((item, at) => item.x - (after[at]?.x ?? 0) - 224);
      expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(2);
      expect(after[0]?.x).toBeCloseTo(boxes[0]?.x ?? 0, -1);
    }
  });

  it('what overlaps is drawn apart', () => {
    const boxes = [box('a', 0, 0), box('b', 10, 5), box('c', 20, 0)];
    const after = placed(boxes, spaced(boxes, 'x')).sort((a, b) => a.x - b.x);
    expect(after[1]?.x).toBeGreaterThan(224);
    expect((after[2]?.x ?? 0) - (after[1]?.x ?? 0)).toBeGreaterThan(224);
  });
});

describe('helper lines', () => {
  const others = [box('a', 0, 33), box('b', 600, 300)];

  it('draw a box within reach onto the line of another, and say where the line is', () => {
    const { shift, guides } = settle(box('m', 300, 38), others, 8);
    expect(shift.y).toBe(-5);
    expect(guides).toEqual([{ axis: 'y', at: 62, from: 0, to: 524 }]);
    const low = settle(box('m', 300, 38, 224, 90), others, 8).guides;
    expect(low).toEqual([{ axis: 'y', at: 33, from: 0, to: 524 }]);
  });

  it('leave it on the grid where no line is near', () => {
    const { shift, guides } = settle(box('m', 307, 148), others, 8);
    expect(307 + shift.x).toBe(300);
    expect(148 + shift.y).toBe(140);
    expect(guides).toEqual([]);
  });

  it('what is dragged together is one box', () => {
    expect(around(others)).toMatchObject({ x: 0, y: 33, width: 824, height: 325 });
    expect(around([])).toBeNull();
  });
});
