// Days of the reader's own zone as the moments that an address holds, and back.
import { beginOf, endOf } from '../../settings/days';
import { dates } from '../../strings/formats';

type Word = 'after' | 'before';

/** The first or the last day as a moment: "before" means until that day is over. */
export function momentOf(day: string, word: Word): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  return word === 'after' ? beginOf(day) : endOf(day);
}

const PARTS = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;

/** The day that a field of a page shows for a moment; empty for none. */
export function dayOfMoment(moment: string | null, word: Word): string {
  const at = Date.parse(moment ?? '');
  if (Number.isNaN(at)) return '';
  const parts = dates({ ...PARTS, calendar: 'gregory', numberingSystem: 'latn' }).formatToParts(
    word === 'before' ? at - 1 : at,
  );
  const found = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${found.year}-${found.month}-${found.day}`;
}

/** "5 Jan 2026" for a whole day, else with the time. */
export function momentWords(moment: string, word: Word): string {
  const at = Date.parse(moment);
  if (Number.isNaN(at)) return moment;
  const isWhole = momentOf(dayOfMoment(moment, word), word) === new Date(at).toISOString();
  if (isWhole) return dates({ dateStyle: 'medium' }).format(word === 'before' ? at - 1 : at);
  return dates({ dateStyle: 'medium', timeStyle: 'short' }).format(at);
}
