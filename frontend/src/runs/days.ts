// Days as a date field has them, and the moments at which they begin and end where the reader is; pure.

const DAY = /^\d{4}-\d\d-\d\d$/;

const midnight = (day: string, later = 0): Date | null => {
  if (!DAY.test(day)) return null;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const moment = new Date(year, month - 1, date + later);
  return Number.isNaN(moment.getTime()) ? null : moment;
};

export const startOfDay = (day: string): string | null => midnight(day)?.toISOString() ?? null;

/** The day itself counts. */
export const endOfDay = (day: string): string | null => midnight(day, 1)?.toISOString() ?? null;

/** The day of a moment; `later` -1 is that before it ends. */
export function dayIn(moment: string | undefined, later = 0): string {
  const then = new Date(moment ?? '');
  if (Number.isNaN(then.getTime())) return '';
  // A millisecond before the midnight at which the day ends it is still the day.
  const shown = new Date(then.getTime() + later);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${shown.getFullYear()}-${two(shown.getMonth() + 1)}-${two(shown.getDate())}`;
}
