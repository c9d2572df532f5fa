// Whether a run is over and when it ended; pure.
import type { EventRecord } from '../api/types';
import type { RunHead } from '../live/runStore';

const OVER = new Set(['completed', 'failed', 'cancelled']);

export const isOver = ({ status }: Pick<RunHead, 'status'>): boolean => OVER.has(status);

/** The end of a run in ms; its status may come a moment before the whole answer, then the log tells. */
export function endOf(head: RunHead, log: readonly EventRecord[]): number | null {
  if (!isOver(head)) return null;
  return Date.parse(head.finished_at ?? log.at(-1)?.at ?? head.created_at);
}
