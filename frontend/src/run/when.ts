// A moment as people say it: "today 09:02", "12 Feb 14:00"; pure.
import { text } from '../strings';
import { clockTime } from '../ui/time';

const t = text.run.when;
const DAY = 86_400_000;
const near = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const far = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

const noon = (moment: number) => new Date(moment).setHours(12, 0, 0, 0);

/** The day in words where there is one, and the time of day, in the person's zone. */
export function whenWords(at: string | number, now: number): string {
  const moment = new Date(at).getTime();
  const time = clockTime(new Date(moment));
  const days = Math.round((noon(moment) - noon(now)) / DAY);
  if (days === 0) return t.today(time);
  if (days === -1) return t.yesterday(time);
  if (days === 1) return t.tomorrow(time);
  const sameYear = new Date(moment).getFullYear() === new Date(now).getFullYear();
  return t.on((sameYear ? near : far).format(moment), time);
}
