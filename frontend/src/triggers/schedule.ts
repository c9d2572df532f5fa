// A cron line in words, and when it comes next; the server's own reading decides. No React.

import { Cron } from 'croner';
import cronstrue from 'cronstrue';
import { text } from '../strings';
import { dates } from '../strings/formats';
import { language } from '../strings/language';

const SHOWN = 5;
const SOON = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
} as const;

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
    return cronstrue.toString(cron, {
      use24HourTimeFormat: true,
      verbose: false,
      locale: language(),
    });
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
  const at = new Date(moment);
  try {
    return dates({ ...SOON, timeZone }).format(at);
  } catch {
    return dates(SOON).format(at);
  }
}
