// Whole days of somebody's own zone, as moments for the API and back.
import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';
import { dates } from '../strings/formats';
import { ownZone } from '../strings/language';

dayjs.extend(utc);
dayjs.extend(timezone);

/** Today's date, as "2026-12-24". */
export const today = (zone = ownZone()): string => dayjs().tz(zone).format('YYYY-MM-DD');

/** When the day begins. */
export const beginOf = (day: string, zone = ownZone()): string =>
  dayjs.tz(day, zone).startOf('day').toISOString();

/** When the day is over, which is when the next begins. */
export const endOf = (day: string, zone = ownZone()): string =>
  beginOf(dayjs.utc(day).add(1, 'day').format('YYYY-MM-DD'), zone);

/** "24 Dec – 6 Jan", the last day being the one that is still part of it. */
export const spanOf = (from: string, until: string): string =>
  dates({ day: 'numeric', month: 'short', year: 'numeric' }).formatRange(
    new Date(from),
    new Date(Date.parse(until) - 1),
  );
