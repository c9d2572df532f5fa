// Numbers of the dashboard in words: counts, shares, times, and titles where there is none.
import type { Dashboard } from '../api/dashboard';
import { text } from '../strings';
import { numbers } from '../strings/formats';
import { duration } from '../ui/time';

const t = text.dashboard;

/** "1,932". */
export const number = (value: number): string => numbers().format(value);

/** "0.6 %", "100 %": one decimal unless it is whole; a few are never none, nor most of it all. */
export function percent(share: number): string {
  const value = share * 100;
  const shown = value > 0 && value < 100 ? Math.min(99.9, Math.max(0.1, value)) : value;
  return `${numbers({ maximumFractionDigits: 1 }).format(shown)} %`;
}

/** "1 h 48 min", or a dash where nothing was measured. */
export const took = (seconds: number | null): string =>
  seconds === null ? t.decisions.none : duration(seconds);

/** The title of a failing step; a failure of no single step is one of the run itself. */
export const stepName = (node: { node_id: string; title: string }): string =>
  node.title || (node.node_id === '@run' ? t.wholeRun : node.node_id);

/** "in 24 hours". */
export const within = (board: Pick<Dashboard, 'window'>): string => t.within[board.window];
