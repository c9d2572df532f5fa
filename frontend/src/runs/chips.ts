// What else the run list is narrowed by, from links elsewhere: each filter in words; pure.
import type { RunFilter } from '../api/queries';
import { text } from '../strings';
import type { Tone } from '../ui/states';
import { absoluteTime } from '../ui/time';
import { shortId } from './RunTable';

const t = text.runChips;

export interface Chip {
  name: keyof RunFilter;
  words: string;
  tone: Tone;
}

const time = (value: string): string =>
  Number.isNaN(Date.parse(value)) ? value : absoluteTime(value);

const WAITING: Record<string, [words: string, tone: Tone]> = {
  people: [t.waiting.people, 'violet'],
  time: [t.waiting.time, 'cyan'],
  hand: [t.waiting.hand, 'violet'],
};

type Words = (value: string) => string;

/** The filters without a place of their own in the header, in the order in which they are shown. */
const WORDS: Partial<Record<keyof RunFilter, [words: Words, tone: Tone]>> = {
  version: [t.version, 'gray'],
  draft: [(value) => (value === 'true' ? t.tests : t.noTests), 'gray'],
  tag: [(tag) => `#${tag}`, 'indigo'],
  parent: [(id) => text.children.below(shortId(id)), 'indigo'],
  failed_node: [(node) => (node === '@run' ? t.failedRun : t.failedNode(node)), 'red'],
  held_by: [t.heldBy, 'blue'],
  overdue_timer: [() => t.overdue_timer, 'red'],
  untaken: [() => t.untaken, 'red'],
  stuck: [() => t.stuck, 'red'],
  passed_over: [() => t.passed_over, 'red'],
  due: [() => t.due, 'amber'],
  wake_before: [(at) => t.wakeBefore(time(at)), 'cyan'],
  started_after: [(at) => t.startedAfter(time(at)), 'gray'],
  started_before: [(at) => t.startedBefore(time(at)), 'gray'],
  finished_after: [(at) => t.finishedAfter(time(at)), 'gray'],
  finished_before: [(at) => t.finishedBefore(time(at)), 'gray'],
};

/** Several statuses that no tab stands for. */
function ofStatus(status: string | undefined): Chip[] {
  if (!status || status in text.runs.tabs) return [];
  const all = status === 'completed,failed,cancelled';
  const each = status.split(',').map((word) => text.runs.tabs[word as keyof typeof text.runs.tabs]);
  return [{ name: 'status', words: all ? t.ended : each.filter(Boolean).join(', '), tone: 'gray' }];
}

export function chipsOf(filter: RunFilter): Chip[] {
  const chips = ofStatus(filter.status);
  const waits = filter.waiting && WAITING[filter.waiting];
  if (waits) chips.push({ name: 'waiting', words: waits[0], tone: waits[1] });
  for (const [name, look] of Object.entries(WORDS)) {
    const value = filter[name as keyof RunFilter];
    if (value && look) {
      chips.push({ name: name as keyof RunFilter, words: look[0](value), tone: look[1] });
    }
  }
  return chips;
}
