// A cron line in words, and when it comes next; the server's own reading decides. No React.

import { Cron } from 'croner';
import cronstrue from 'cronstrue';
import { text } from '../strings';

const SHOWN = 5;

export interface Times {
  /** "At 09:00 AM, Monday through Friday"; empty where the line cannot be put in words. */
  sentence: string;
  next: Date[];
  /** What is wrong with the line, or why its times are not shown. */
  problem: string;
}

export const partsOf = (cron: string): string[] => cron.trim().split(/\s+/).filter(Boolean);

function sentenceOf(cron: string): string {
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true, verbose: false });
  } catch {
    return '';
  }
}

/** Read a line of five parts in a time zone; `from` is where counting begins. */
export function timesOf(cron: string, timezone: string, from = new Date()): Times {
  const line = partsOf(cron).join(' ');
  if (partsOf(cron).length !== 5) return { sentence: '', next: [], problem: text.triggers.notCron };
  try {
    const next = new Cron(line, { timezone, paused: true }).nextRuns(SHOWN, from);
    const problem = next.length === 0 ? text.triggers.never : '';
    return { sentence: sentenceOf(line), next, problem };
  } catch {
    return { sentence: sentenceOf(line), next: [], problem: text.triggers.unread };
  }
}

/** "Mon 5 Jan, 09:00", on the clock of a time zone. */
export function inZone(moment: Date | string, timeZone: string): string {
  const format = (zone: string | undefined) =>
    new Intl.DateTimeFormat('en-GB', {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: zone,
    }).format(new Date(moment));
  try {
    return format(timeZone);
  } catch {
    return format(undefined);
  }
}

/** Where this browser is. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** The time zones that this browser knows, and those in use. */
export function zones(...used: string[]): string[] {
  const known =
    typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  return [...new Set(['UTC', ...used, ...known])];
}
