// What the list is narrowed by, each filter in words; pure.
import { TASK_FILTERS, type TaskFilterName } from '../../api/inbox';
import type { NameOf } from '../../api/people';
import { outcomeOf } from '../../run/resume/choices';
import { text } from '../../strings';
import { listed } from '../../strings/formats';
import { readBox, readState, stateOfBox } from '../boxes';
import { momentWords } from './moments';

const t = text.triage;

export interface Chip {
  name: TaskFilterName | 'state';
  words: string;
}

export interface Names {
  person: NameOf;
  workflow: (slug: string) => string;
}

const known = (words: Record<string, string>, value: string): string => words[value] ?? value;
const time = (name: 'due' | 'created' | 'decided', word: 'after' | 'before') => (value: string) =>
  t.chips[`${name}_${word}`](momentWords(value, word));
const flag = (words: string) => (value: string) =>
  ['true', '1', 'yes'].includes(value.toLowerCase()) ? words : null;

type Say = (value: string, names: Names) => string | null;

const SAY: Record<TaskFilterName, Say> = {
  q: (words) => text.common.quoted(words),
  workflow: (slug, { workflow }) => workflow(slug),
  test: (value) => flag(t.filters.flags.test)(value) ?? t.chips.noTests,
  priority: (value) =>
    t.chips.priority(
      listed(
        value.split(',').map((word) => known(text.inbox.priorities, word.trim())),
        'or',
      ),
    ),
  initiator: (name, { person }) => t.chips.initiator(person(name)),
  assignee: (name, { person }) => t.chips.assignee(person(name)),
  group: t.chips.group,
  claimed: (value) => known(t.chips.claims, value),
  kind: (value) => known(t.filters.kinds, value),
  overdue: flag(t.filters.flags.overdue),
  nobody: flag(t.filters.flags.nobody),
  late: flag(t.filters.flags.late),
  due_after: time('due', 'after'),
  due_before: time('due', 'before'),
  created_after: time('created', 'after'),
  created_before: time('created', 'before'),
  decided_after: time('decided', 'after'),
  decided_before: time('decided', 'before'),
  decision: (value) => outcomeOf(value),
  decided_by: (name, { person }) => t.chips.decidedBy(person(name)),
  closed: (value) => known(t.filters.closings, value),
};

export function chipsOf(params: URLSearchParams, names: Names): Chip[] {
  const chips: Chip[] = [];
  const state = readState(params);
  if (state !== stateOfBox(readBox(params))) {
    chips.push({ name: 'state', words: t.filters.states[state] });
  }
  for (const name of TASK_FILTERS) {
    const value = params.get(name);
    const words = value && SAY[name](value, names);
    if (words) chips.push({ name, words });
  }
  return chips;
}
