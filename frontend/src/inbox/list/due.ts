// Due dates in few words, and how pressing they are; pure.
import { text } from '../../strings';

export interface DueWords {
  words: string;
  level: 'calm' | 'soon' | 'overdue';
}

const t = text.inbox.due;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dateAndYear = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** The largest unit that fits, rounded down: nobody plans by "3 h 12 min overdue". */
function inShort(span: number): string {
  if (span >= DAY) return t.units.day(Math.floor(span / DAY));
  if (span >= HOUR) return t.units.h(Math.floor(span / HOUR));
  return t.units.min(Math.max(1, Math.floor(span / MINUTE)));
}

/** Midnights between two moments, in the person's zone. */
function nights(from: number, to: number): number {
  const [first, second] = [new Date(from), new Date(to)];
  first.setHours(12, 0, 0, 0);
  second.setHours(12, 0, 0, 0);
  return Math.round((second.getTime() - first.getTime()) / DAY);
}

function ahead(at: number, now: number): string {
  const days = nights(now, at);
  if (days === 0 || at - now < 12 * HOUR) return t.in(inShort(at - now));
  if (days === 1) return t.tomorrow;
  if (days < 7) return t.on(weekday.format(at));
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return t.on((sameYear ? date : dateAndYear).format(at));
}

/** "due in 2 h", "due tomorrow", "3 h overdue"; soon once 75 % of the time is gone. */
export function dueWords(dueAt: string, createdAt: string, now: number): DueWords {
  const at = Date.parse(dueAt);
  if (at <= now) return { words: t.over(inShort(now - at)), level: 'overdue' };
  const whole = at - Date.parse(createdAt);
  return { words: ahead(at, now), level: at - now <= whole / 4 ? 'soon' : 'calm' };
}
