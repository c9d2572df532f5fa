// Times in words: relative, absolute, due and elapsed, in the person's zone and language.
import { text } from '../strings';
import { dates, relatives } from '../strings/formats';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

type When = string | number | Date;
const ms = (when: When) => new Date(when).getTime();
const t = text.time;

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;
const CLOCK_SECONDS = { ...CLOCK, second: '2-digit' } as const;
const DATE = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
const NUMBERS = { day: 'numeric', month: 'numeric', year: 'numeric' } as const;

export const absoluteTime = (when: When): string =>
  dates({ ...DATE, ...CLOCK_SECONDS }).format(ms(when));
export const clockTime = (when: When): string => dates(CLOCK).format(ms(when));
export const clockTimeSeconds = (when: When): string => dates(CLOCK_SECONDS).format(ms(when));

/** The date in the person's zone: its year, and days since 1970 to count nights by. */
export function dayOf(when: When): { year: number; day: number } {
  const parts = dates({ ...NUMBERS, calendar: 'gregory', numberingSystem: 'latn' });
  const found = Object.fromEntries(
    parts.formatToParts(ms(when)).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 1970, month = 1, day = 1 } = found;
  return { year, day: Date.UTC(year, month - 1, day) / (DAY * 1000) };
}

/** "3 minutes ago", "in 2 hours", "yesterday". */
export function timeAgo(when: When, now = Date.now()): string {
  const seconds = Math.round((ms(when) - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 10) return t.now;
  if (size < MINUTE) return relatives().format(seconds, 'second');
  if (size < 59.5 * MINUTE) return relatives().format(Math.round(seconds / MINUTE), 'minute');
  if (size < 23.5 * HOUR) return relatives().format(Math.round(seconds / HOUR), 'hour');
  return relatives().format(Math.round(seconds / DAY), 'day');
}

/** "41 ms", "12 s", "5 h 12 min", "3 days 4 h". */
export function duration(seconds: number): string {
  if (seconds < 1) return t.ms(Math.max(0, Math.round(seconds * 1000)));
  if (seconds < MINUTE) return t.s(String(Math.floor(seconds)));
  if (seconds < HOUR) return t.min(Math.floor(seconds / MINUTE));
  const [big, small] = seconds < DAY ? [HOUR, MINUTE] : [DAY, HOUR];
  const whole = Math.floor(seconds / big);
  const rest = Math.floor((seconds % big) / small);
  const [head, tail] = seconds < DAY ? [t.h(whole), t.min(rest)] : [t.days(whole), t.h(rest)];
  return rest ? `${head} ${tail}` : head;
}

/** Seconds between two moments; `to` defaults to now. */
export const secondsBetween = (from: When, to: When = Date.now()): number =>
  (ms(to) - ms(from)) / 1000;

export interface Due {
  words: string;
  level: 'calm' | 'soon' | 'overdue';
}

/** How a due date reads: soon from 75 % of the time on, "3 h overdue" after it. */
export function due(dueAt: When, createdAt: When, now = Date.now()): Due {
  const left = (ms(dueAt) - now) / 1000;
  if (left < 0) return { words: t.overdue(duration(-left)), level: 'overdue' };
  const whole = (ms(dueAt) - ms(createdAt)) / 1000;
  const level = whole > 0 && left <= whole / 4 ? 'soon' : 'calm';
  return { words: t.dueIn(duration(left)), level };
}
