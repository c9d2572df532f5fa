// What happened with a task, as sentences for people; pure.
import { asUsername, type NameOf } from '../../api/people';
import type { Task, TaskHistoryEntry } from '../../api/types';
import { outcomeOf } from '../../run/resume/choices';
import { answerWords, optionsOf } from '../../run/resume/question';
import { isObject, objectOf, textOf, textsOf } from '../../run/words';
import { text } from '../../strings';
import { listed } from '../../strings/formats';

export interface HistoryLine {
  at: string;
  by: string | null;
  title: string;
  quote?: string;
}

const t = text.inbox;

/** "TaskDecided" and "decided" are the same. */
const kindOf = (type: string) => type.replace(/^Task/, '').toLowerCase();

function quoteOf({ detail }: TaskHistoryEntry, task: Task): string | undefined {
  if (typeof detail === 'string') return detail || undefined;
  const { comment, text: words, data } = objectOf(detail);
  const answer = answerWords(objectOf(data).answer, optionsOf(task));
  return textOf(comment) || textOf(words) || answer || undefined;
}

/** "approved"; of a question the label of what was chosen. */
function decisionOf({ detail }: TaskHistoryEntry, task: Task): string {
  const decision = textOf(objectOf(detail).decision) || task.decision;
  const option = optionsOf(task).find(({ id }) => id === decision);
  return option && option.label !== option.id ? option.label : outcomeOf(decision).toLowerCase();
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
      return t.escalated(listed([...textsOf(detail.users).map(nameOf), ...textsOf(detail.groups)]));
    case 'commented':
      return t.commented(who);
    case 'decided':
      return t.decided(who, decisionOf(entry, task));
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
    quote: quoteOf(entry, task),
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
