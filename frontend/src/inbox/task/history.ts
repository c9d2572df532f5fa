// What happened with a task, as sentences for people; pure.
import { asUsername, type NameOf } from '../../api/people';
import type { Task, TaskHistoryEntry } from '../../api/types';
import { outcomeOf } from '../../run/resume/choices';
import { isObject, objectOf, textOf, textsOf } from '../../run/words';
import { text } from '../../strings';

export interface HistoryLine {
  at: string;
  by: string | null;
  title: string;
  quote?: string;
}

const t = text.inbox;

/** "TaskDecided" and "decided" are the same. */
const kindOf = (type: string) => type.replace(/^Task/, '').toLowerCase();

function quoteOf({ detail }: TaskHistoryEntry): string | undefined {
  if (typeof detail === 'string') return detail || undefined;
  const { comment, text: words } = objectOf(detail);
  return textOf(comment) || textOf(words) || undefined;
}

function titleOf(entry: TaskHistoryEntry, task: Task, nameOf: NameOf): string {
  const detail = isObject(entry.detail) ? entry.detail : {};
  const who = entry.by ? nameOf(entry.by) : t.somebody;
  switch (kindOf(entry.type)) {
    case 'created': {
      const asker = entry.by ?? task.initiator;
      return asker ? t.asked(nameOf(asker)) : t.openedAt;
    }
    case 'claimed':
      return t.took(who);
    case 'released':
      return t.gaveBack(who);
    case 'delegated':
      return t.handed(who, nameOf(textOf(detail.to)));
    case 'escalated':
      return t.escalated(
        text.run.all([...textsOf(detail.users).map(nameOf), ...textsOf(detail.groups)]),
      );
    case 'commented':
      return t.commented(who);
    case 'decided':
      return t.decided(who, outcomeOf(textOf(detail.decision) || task.decision).toLowerCase());
    default:
      return t.closed;
  }
}

/** Newest first, as people look for what was said last. */
export function historyOf(task: Task, nameOf: NameOf = asUsername): HistoryLine[] {
  const named = (by: string | null) => (by ? nameOf(by) : null);
  const lines = task.history.map((entry) => ({
    at: entry.at,
    by: named(entry.by ?? (kindOf(entry.type) === 'created' ? (task.initiator ?? null) : null)),
    title: titleOf(entry, task, nameOf),
    quote: quoteOf(entry),
  }));
  const told = task.history.some(({ type }) => kindOf(type) === 'commented');
  if (!told) {
    for (const { by, at, text: words } of task.comments) {
      lines.push({
        at,
        by: named(by),
        title: t.commented(named(by) ?? t.somebody),
        quote: words,
      });
    }
  }
  return lines.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
