// Due dates in few words, and how pressing they are; pure.
import { text } from '../../strings';
import { dates } from '../../strings/formats';
import { dayOf } from '../../ui/time';

export interface DueWords {
  words: string;
  level: 'calm' | 'soon' | 'overdue';
}

const t = text.inbox.due;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The largest unit that fits, rounded down: nobody plans by "3 h 12 min overdue". */
function inShort(span: number): string {
  if (span >= DAY) return t.units.day(Math.floor(span / DAY));
  if (span >= HOUR) return t.units.h(Math.floor(span / HOUR));
  return t.units.min(Math.max(1, Math.floor(span / MINUTE)));
}

function ahead(at: number, now: number): string {
  const [today, then] = [dayOf(now), dayOf(at)];
  const days = then.day - today.day;
  if (days === 0 || at - now < 12 * HOUR) return t.in(inShort(at - now));
  if (days === 1) return t.tomorrow;
  if (days < 7) return t.on(dates({ weekday: 'short' }).format(at));
  const near = then.year === today.year;
  return t.on(
    dates(near ? { day: 'numeric', month: 'short' } : { dateStyle: 'medium' }).format(at),
  );
}

/** "due in 2 h", "due tomorrow", "3 h overdue"; soon once 75 % of the time is gone. */
export function dueWords(dueAt: string, createdAt: string, now: number): DueWords {
  const at = Date.parse(dueAt);
  if (at <= now) return { words: t.over(inShort(now - at)), level: 'overdue' };
  const whole = at - Date.parse(createdAt);
  return { words: ahead(at, now), level: at - now <= whole / 4 ? 'soon' : 'calm' };
}
