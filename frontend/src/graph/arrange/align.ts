/** Lining up and spacing boxes; returns places and changes nothing. */

import type { Point } from '../types';

export interface Box {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Axis = 'x' | 'y';
/** Where boxes are brought to one line; `centre` and `middle` follow the first of them. */
export type Side = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';

const LEAST_GAP: Record<Axis, number> = { x: 60, y: 40 };

const lengthOf = (box: Box, axis: Axis): number => (axis === 'x' ? box.width : box.height);
const endOf = (box: Box, axis: Axis): number => box[axis] + lengthOf(box, axis);
const middleOf = (box: Box, axis: Axis): number => box[axis] + lengthOf(box, axis) / 2;
const placeOf = ({ x, y }: Box): Point => ({ x, y });

const along = (boxes: readonly Box[], axis: Axis): Box[] =>
  [...boxes].sort((a, b) => middleOf(a, axis) - middleOf(b, axis));

/** The way the boxes are strung out: a row is wider than it is high. */
export function axisOf(boxes: readonly Box[]): Axis {
  const span = (axis: Axis): number => {
    const middles = boxes.map((box) => middleOf(box, axis));
    return Math.max(...middles) - Math.min(...middles);
  };
  return span('x') >= span('y') ? 'x' : 'y';
}

function broughtTo(box: Box, axis: Axis, start: number): Box {
  return { ...box, [axis]: Math.round(start) };
}

function toMiddle(boxes: readonly Box[], axis: Axis): Box[] {
  const [first] = along(boxes, axis === 'x' ? 'y' : 'x');
  const line = first ? middleOf(first, axis) : 0;
  return boxes.map((box) => broughtTo(box, axis, line - lengthOf(box, axis) / 2));
}

function toEdge(boxes: readonly Box[], axis: Axis, far: boolean): Box[] {
  const line = far
    ? Math.max(...boxes.map((box) => endOf(box, axis)))
    : Math.min(...boxes.map((box) => box[axis]));
  return boxes.map((box) => broughtTo(box, axis, far ? line - lengthOf(box, axis) : line));
}

function alignedBoxes(boxes: readonly Box[], side: Side): Box[] {
  switch (side) {
    case 'left':
      return toEdge(boxes, 'x', false);
    case 'right':
      return toEdge(boxes, 'x', true);
    case 'top':
      return toEdge(boxes, 'y', false);
    case 'bottom':
      return toEdge(boxes, 'y', true);
    case 'centre':
      return toMiddle(boxes, 'x');
    case 'middle':
      return toMiddle(boxes, 'y');
  }
}

/** Equal gaps between the first and the last, which stay; where they would overlap the row grows. */
function spacedBoxes(boxes: readonly Box[], axis: Axis): Box[] {
  const row = along(boxes, axis);
  const [first] = row;
  const last = row.at(-1);
  if (!first || !last || row.length < 2) return row;
  const filled = row.reduce((sum, box) => sum + lengthOf(box, axis), 0);
  const free = (endOf(last, axis) - first[axis] - filled) / (row.length - 1);
  const gap = free > 0 ? free : LEAST_GAP[axis];
  let next = first[axis];
  return row.map((box) => {
    const placed = broughtTo(box, axis, next);
    next += lengthOf(box, axis) + gap;
    return placed;
  });
}

const places = (boxes: readonly Box[]): Map<string, Point> =>
  new Map(boxes.map((box) => [box.id, placeOf(box)]));

export const aligned = (boxes: readonly Box[], side: Side): Map<string, Point> =>
  places(boxes.length > 1 ? alignedBoxes(boxes, side) : boxes);

export const spaced = (boxes: readonly Box[], axis: Axis): Map<string, Point> =>
  places(spacedBoxes(boxes, axis));

/** Makes the row or the column that the boxes nearly form; with `evenly` also with equal gaps. */
export function linedUp(boxes: readonly Box[], evenly: boolean): Map<string, Point> {
  if (boxes.length < 2) return places(boxes);
  const axis = axisOf(boxes);
  const line = alignedBoxes(boxes, axis === 'x' ? 'middle' : 'centre');
  return places(evenly ? spacedBoxes(line, axis) : line);
}
