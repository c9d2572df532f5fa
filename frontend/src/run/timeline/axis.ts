// The time axis of the timeline: from moments to shares of its width; pure.
import type { Bar, Row } from './bars';

export interface Axis {
  start: number;
  end: number;
  /** 0 to 1: where a moment stands. */
  at: (moment: number) => number;
  ticks: { at: number; moment: number }[];
}

/** A step of milliseconds beside a wait of days keeps this share of the width, so that it is seen. */
const LEAST = 0.012;
const LEAST_TOGETHER = 0.45;

function moments(bars: readonly Bar[], now: number): number[] {
  const found = bars.flatMap((bar) => [bar.from, bar.to ?? now]);
  return [...new Set(found)].sort((a, b) => a - b);
}

/** The end of the axis: now and a little, or an open wait's own end when that is not far off. */
function horizon(bars: readonly Bar[], start: number, now: number): number {
  const open = bars.filter((bar) => bar.to === null);
  const last = Math.max(now, ...bars.map((bar) => bar.to ?? now));
  if (open.length === 0) return last;
  const span = Math.max(last - start, 1000);
  const planned = open.flatMap((bar) => (bar.until && bar.until > now ? [bar.until] : []));
  const next = Math.min(...planned, last + span * 0.25);
  return Math.max(next, last + span * 0.04);
}

/** Widths between neighbouring moments: in proportion to time, but none invisible. */
function widths(points: readonly number[]): number[] {
  const gaps = points.slice(1).map((point, index) => point - (points[index] ?? point));
  const total = gaps.reduce((sum, gap) => sum + gap, 0) || 1;
  const least = Math.min(LEAST, LEAST_TOGETHER / Math.max(1, gaps.length));
  const raised = gaps.map((gap) => Math.max(gap / total, least));
  const sum = raised.reduce((all, width) => all + width, 0) || 1;
  return raised.map((width) => width / sum);
}

function ticksOf(at: (moment: number) => number, start: number, end: number): Axis['ticks'] {
  const found: Axis['ticks'] = [];
  for (let step = 0; step <= 40; step++) {
    const moment = start + ((end - start) * step) / 40;
    const place = at(moment);
    if (place <= 0.94 && place - (found.at(-1)?.at ?? -1) >= 0.2) found.push({ at: place, moment });
  }
  return found;
}

/** The place of the first point that is not before a moment; the points stand in order. */
function firstFrom(points: readonly number[], moment: number): number {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] ?? moment) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Build the axis of some rows; `now` counts for what is still going on. */
export function axisOf(rows: readonly Row[], now: number): Axis | null {
  const bars = rows.flatMap((row) => row.bars);
  if (bars.length === 0) return null;
  const points = moments(bars, now);
  const start = points[0] ?? now;
  const end = horizon(bars, start, now);
  if (end > (points.at(-1) ?? start)) points.push(end);
  if (points.length === 1) points.push(start + 1);
  const shares = widths(points);
  const places = [0];
  for (const share of shares) places.push((places.at(-1) ?? 0) + share);

  const at = (moment: number): number => {
    if (moment <= start) return 0;
    if (moment > (points.at(-1) ?? start)) return 1;
    const index = firstFrom(points, moment);
    const [left = start, right = end] = [points[index - 1], points[index]];
    const [from = 0, to = 1] = [places[index - 1], places[index]];
    return right === left ? to : from + ((moment - left) / (right - left)) * (to - from);
  };
  return { start, end, at, ticks: ticksOf(at, start, end) };
}
