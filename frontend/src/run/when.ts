// A moment as people say it: "today 09:02", "12 Feb 14:00"; pure.
import { text } from '../strings';
import { dates } from '../strings/formats';
import { clockTime, dayOf } from '../ui/time';

const t = text.run.when;
const NEAR = { weekday: 'short', day: 'numeric', month: 'short' } as const;
const FAR = { dateStyle: 'medium' } as const;

/** The day in words where there is one, and the time of day, in the person's zone. */
export function whenWords(at: string | number, now: number): string {
  const moment = new Date(at).getTime();
  const time = clockTime(moment);
  const [then, today] = [dayOf(moment), dayOf(now)];
  const days = then.day - today.day;
  if (days === 0) return t.today(time);
  if (days === -1) return t.yesterday(time);
  if (days === 1) return t.tomorrow(time);
  return t.on(dates(then.year === today.year ? NEAR : FAR).format(moment), time);
}
