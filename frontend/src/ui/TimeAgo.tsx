// Relative times that keep themselves current, with the absolute time on hover.
import { useSyncExternalStore } from 'react';
import { absoluteTime, due, duration, secondsBetween, timeAgo } from './time';

// One clock for the page: every relative time ticks with it.
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time now in ms, ticking every `step` seconds. */
export function useNow(step = 1): number {
  return useSyncExternalStore(listen, () => Math.floor(now / (step * 1000)) * step * 1000);
}

export function TimeAgo({ at }: { at: string }) {
  const tick = useNow(10);
  return (
    <time dateTime={at} title={absoluteTime(at)}>
      {timeAgo(at, Math.max(tick, Date.now() - 10_000))}
    </time>
  );
}

/** "due in 2 h" or "3 h overdue", amber from 75 % of the time on, red when overdue. */
export function DueIn({ at, createdAt }: { at: string; createdAt: string }) {
  const { words, level } = due(at, createdAt, useNow(10));
  const colour = { calm: 'var(--f-dim)', soon: 'var(--f-amber)', overdue: 'var(--f-red)' }[level];
  return (
    <time dateTime={at} title={absoluteTime(at)} style={{ color: colour, whiteSpace: 'nowrap' }}>
      {words}
    </time>
  );
}

/** Time from `from` until `to`, or counting while `to` is missing. */
export function Elapsed({ from, to }: { from: string; to?: string | null }) {
  const tick = useNow(1);
  const seconds = Math.max(0, secondsBetween(from, to ?? Math.max(tick, Date.now() - 1000)));
  return <span className="f-num">{duration(to ? seconds : Math.floor(seconds) || 0.001)}</span>;
}
