// A trend as a small line, and the same numbers as a table for whoever does not see it.
import type { Dashboard } from '../api/dashboard';
import { text } from '../strings';
import type { Tone } from '../ui/states';
import { absoluteTime } from '../ui/time';
import classes from './dashboard.module.css';
import { within } from './words';

const t = text.dashboard;
const WIDTH = 96;
const HEIGHT = 32;
const EDGE = 3;

export type Point = readonly [x: number, y: number];

/** Where the numbers lie in the picture; 0 is always its lower edge. */
export function points(trend: readonly number[]): Point[] {
  const most = Math.max(...trend, 1);
  const step = (WIDTH - 2 * EDGE) / Math.max(trend.length - 1, 1);
  return trend.map((value, index) => [
    EDGE + index * step,
    HEIGHT - EDGE - (value / most) * (HEIGHT - 2 * EDGE),
  ]);
}

const path = (line: readonly Point[]): string =>
  line.map(([x, y], index) => `${index ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

interface SparklineProps {
  trend: readonly number[];
  /** What the numbers are: "Runs that failed". */
  what: string;
  tone: Tone;
  board: Pick<Dashboard, 'window' | 'since' | 'bucket_seconds'>;
}

export function Sparkline({ trend, what, tone, board }: SparklineProps) {
  const line = points(trend);
  const end = line.at(-1);
  const title = t.trendOf(what, within(board));
  const colour = `var(--f-${tone})`;
  return (
    <>
      <svg
        className={classes.spark}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        aria-hidden="true"
        style={{ color: trend.some(Boolean) ? colour : 'var(--f-line-strong)' }}
      >
        <title>{title}</title>
        <path d={path(line)} />
        {end && <circle cx={end[0]} cy={end[1]} r={2.5} />}
      </svg>
      <TrendTable trend={trend} title={title} board={board} />
    </>
  );
}

interface TrendTableProps {
  trend: readonly number[];
  title: string;
  board: SparklineProps['board'];
}

function TrendTable({ trend, title, board }: TrendTableProps) {
  const start = new Date(board.since).getTime();
  const ends = trend.map((_, index) => start + (index + 1) * board.bucket_seconds * 1000);
  return (
    <div className="f-hidden">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t.until}</th>
            <th scope="col">{t.number}</th>
          </tr>
        </thead>
        <tbody>
          {trend.map((value, index) => (
            <tr key={ends[index]}>
              <td>{absoluteTime(new Date(ends[index] ?? start))}</td>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
