// Numbers, dates and lists in the reader's language and zone: the only place that asks Intl for them.
import { locale, zone } from './language';

const known = new Map<string, unknown>();

/** Making a formatter takes longer than using it a hundred times. */
function kept<T>(kind: string, options: object, make: () => T): T {
  const key = [kind, locale(), zone(), JSON.stringify(options)].join(' ');
  if (!known.has(key)) known.set(key, make());
  return known.get(key) as T;
}

/** A moment, on the person's clock unless the options name a zone. */
export const dates = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  kept('date', options, () => new Intl.DateTimeFormat(locale(), { timeZone: zone(), ...options }));

export const numbers = (options: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
  kept('number', options, () => new Intl.NumberFormat(locale(), options));

/** "3 minutes ago", "yesterday". */
export const relatives = (): Intl.RelativeTimeFormat =>
  kept('relative', {}, () => new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }));

/** "a, b and c", or with "or". */
export const listed = (items: readonly string[], last: 'and' | 'or' = 'and'): string =>
  kept('list', { last }, () => {
    const type = last === 'and' ? 'conjunction' : 'disjunction';
    return new Intl.ListFormat(locale(), { type });
  }).format(items);

/** The order of a dictionary of this language. */
export const inOrder = (a: string, b: string): number =>
  kept('order', {}, () => new Intl.Collator(locale())).compare(a, b);

/** The marks within a number, for fields in which one is typed. */
export function numberMarks(): { thousandSeparator: string; decimalSeparator: string } {
  const parts = numbers().formatToParts(1234.5);
  const mark = (kind: string) => parts.find(({ type }) => type === kind)?.value ?? '';
  return { thousandSeparator: mark('group'), decimalSeparator: mark('decimal') };
}
