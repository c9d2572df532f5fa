/** Helper lines while something is dragged: where its edges or its middle meet those of others. */

import { GRID } from '../layout';
import type { Point } from '../types';
import type { Axis, Box } from './align';

/** A line across the canvas at `at`, from the first to the last box that it touches. */
export interface Guide {
  axis: Axis;
  at: number;
  from: number;
  to: number;
}

export interface Settled {
  /** How far the dragged box is to be moved from where the pointer has it. */
  shift: Point;
  guides: Guide[];
}

const STOPS = [0, 0.5, 1] as const;
const lengthOf = (box: Box, axis: Axis): number => (axis === 'x' ? box.width : box.height);
const stopOf = (box: Box, axis: Axis, part: number): number =>
  box[axis] + lengthOf(box, axis) * part;
const acrossOf = (axis: Axis): Axis => (axis === 'x' ? 'y' : 'x');

/** The smallest move along an axis that brings two edges, or two middles, to one line. */
function nearest(moving: Box, others: readonly Box[], axis: Axis, reach: number): number | null {
  let best: number | null = null;
  for (const other of others) {
    for (const part of STOPS) {
      const distance = stopOf(other, axis, part) - stopOf(moving, axis, part);
      if (Math.abs(distance) <= reach && (best === null || Math.abs(distance) < Math.abs(best))) {
        best = distance;
      }
    }
  }
  return best;
}

function guidesOf(settled: Box, others: readonly Box[], axis: Axis): Guide[] {
  const across = acrossOf(axis);
  const found = STOPS.flatMap((part): Guide[] => {
    const at = stopOf(settled, axis, part);
    const touched = others.filter((box) => Math.abs(stopOf(box, axis, part) - at) < 0.5);
    if (touched.length === 0) return [];
    const all = [settled, ...touched];
    const from = Math.min(...all.map((box) => box[across]));
    const to = Math.max(...all.map((box) => box[across] + lengthOf(box, across)));
    return [{ axis, at, from, to }];
  });
  // Boxes of one size meet at both edges and in the middle: one line says it.
  return found.length === STOPS.length ? found.slice(1, 2) : found;
}

/** Settles a dragged box on the lines of others within reach, else on the grid. */
export function settle(moving: Box, others: readonly Box[], reach: number): Settled {
  const shift: Point = { x: 0, y: 0 };
  for (const axis of ['x', 'y'] as const) {
    const found = nearest(moving, others, axis, reach);
    shift[axis] = found ?? Math.round(moving[axis] / GRID) * GRID - moving[axis];
  }
  const settled = { ...moving, x: moving.x + shift.x, y: moving.y + shift.y };
  const guides = (['x', 'y'] as const).flatMap((axis) => guidesOf(settled, others, axis));
  return { shift, guides };
}

/** The box around several, for what is dragged together. */
export function around(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { id: '', x, y, width: right - x, height: bottom - y };
}
