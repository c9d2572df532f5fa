// Times in words: relative, absolute, due and elapsed, in the person's zone and language.

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });
const absolute = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clockSeconds = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

type When = string | Date;
const ms = (when: When) => new Date(when).getTime();

export const absoluteTime = (when: When): string => absolute.format(new Date(when));
export const clockTime = (when: When): string => clock.format(new Date(when));
export const clockTimeSeconds = (when: When): string => clockSeconds.format(new Date(when));

/** "3 minutes ago", "in 2 hours", "yesterday". */
export function timeAgo(when: When, now = Date.now()): string {
  const seconds = Math.round((ms(when) - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 10) return 'just now';
  if (size < MINUTE) return relative.format(seconds, 'second');
  if (size < 59.5 * MINUTE) return relative.format(Math.round(seconds / MINUTE), 'minute');
  if (size < 23.5 * HOUR) return relative.format(Math.round(seconds / HOUR), 'hour');
  return relative.format(Math.round(seconds / DAY), 'day');
}

/** "41 ms", "12 s", "5 h 12 min", "3 days 4 h". */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.max(0, Math.round(seconds * 1000))} ms`;
  if (seconds < MINUTE) return `${Math.floor(seconds)} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return pair(seconds, HOUR, 'h', MINUTE, 'min');
  const days = Math.floor(seconds / DAY);
  return pair(seconds, DAY, days === 1 ? 'day' : 'days', HOUR, 'h');
}

function pair(seconds: number, big: number, bigWord: string, small: number, smallWord: string) {
  const rest = Math.floor((seconds % big) / small);
  const head = `${Math.floor(seconds / big)} ${bigWord}`;
  return rest ? `${head} ${rest} ${smallWord}` : head;
}

/** Seconds between two moments; `to` defaults to now. */
export const secondsBetween = (from: When, to: When | number = Date.now()): number =>
  ((typeof to === 'number' ? to : ms(to)) - ms(from)) / 1000;

export interface Due {
  words: string;
  level: 'calm' | 'soon' | 'overdue';
}

/** How a due date reads: soon from 75 % of the time on, "3 h overdue" after it. */
export function due(dueAt: When, createdAt: When, now = Date.now()): Due {
  const left = (ms(dueAt) - now) / 1000;
  if (left < 0) return { words: `${duration(-left)} overdue`, level: 'overdue' };
  const whole = (ms(dueAt) - ms(createdAt)) / 1000;
  const level = whole > 0 && left <= whole / 4 ? 'soon' : 'calm';
  return { words: `due in ${duration(left)}`, level };
}
