// What happened with a task, as sentences for people; pure.
import { asUsername, type NameOf } from '../../../api/people';
import type { FileBrief, JsonObject, Task, TaskHistoryEntry } from '../../../api/types';
import { outcomeOf } from '../../../run/resume/choices';
import { answerWords, optionsOf } from '../../../run/resume/question';
import { isObject, numberOf, objectOf, textOf, textsOf } from '../../../run/words';
import { text } from '../../../strings';
import { listed } from '../../../strings/formats';
import { clockTime } from '../../../ui/time';
import { priorityWord } from '../state';

export interface HistoryLine {
  key: string;
  at: string;
  /** The name of who did it; null: nobody. */
  by: string | null;
  title: string;
  /** What was said with it. */
  quote?: string;
  mentions: string[];
  files: FileBrief[];
}

const t = text.inbox;
const w = text.task.told;

/** "TaskDecided" and "decided" are the same. */
const kindOf = (type: string) => type.replace(/^Task/, '').toLowerCase();

function quoteOf(detail: JsonObject, task: Task): string | undefined {
  const { comment, text: words, data, reason } = detail;
  const answer = answerWords(objectOf(data).answer, optionsOf(task));
  return textOf(comment) || textOf(words) || textOf(reason) || answer || undefined;
}

/** "approved"; of a question the label of what was chosen. */
function decisionOf(detail: JsonObject, task: Task): string {
  const decision = textOf(detail.decision) || task.decision;
  const option = optionsOf(task).find(({ id }) => id === decision);
  return option && option.label !== option.id ? option.label : outcomeOf(decision).toLowerCase();
}

function decided(detail: JsonObject, task: Task, who: string, nameOf: NameOf): string {
  const agreed = task.quorum > 1 && detail.decision === 'approved';
  let title = agreed ? w.agreed(who) : t.decided(who, decisionOf(detail, task));
  const whose = textOf(detail.for);
  if (whose) title = w.decidedFor(title, nameOf(whose));
  if (detail.override === true) title = w.decidedOver(title);
  return detail.via === 'e-mail' ? w.byMail(title) : title;
}

function escalated(detail: JsonObject, by: string | null, nameOf: NameOf): string {
  const to = listed([...textsOf(detail.users).map(nameOf), ...textsOf(detail.groups)]);
  if (!to) return w.entrusted;
  return by ? w.escalatedBy(by, to) : t.escalated(to);
}

function reminded(detail: JsonObject, who: string): string {
  if (detail.kind === 'nudge') return w.nudged(who);
  if (detail.kind === 'soon') return w.remindedSoon;
  return detail.kind === 'overdue' ? w.remindedOver : w.reminded;
}

function created(detail: JsonObject, asker: string | null | undefined): string {
  if (!asker) return t.openedAt;
  return detail.replaces ? w.askedAgain(asker) : t.asked(asker);
}

function titleOf(entry: TaskHistoryEntry, task: Task, nameOf: NameOf): string {
  const detail = isObject(entry.detail) ? entry.detail : {};
  const by = entry.by ? nameOf(entry.by) : null;
  const who = by ?? t.somebody;
  const until = textOf(detail.until);
  switch (kindOf(entry.type)) {
    case 'created':
      return created(detail, by ?? (task.initiator && nameOf(task.initiator)));
    case 'claimed':
      return until ? w.tookUntil(who, clockTime(until)) : t.took(who);
    case 'released':
      return detail.auto === true ? w.freed : t.gaveBack(who);
    case 'delegated':
      return t.handed(who, nameOf(textOf(detail.to)));
    case 'escalated':
      return escalated(detail, by, nameOf);
    case 'commented':
      return detail.answers === true ? w.answered(who) : t.commented(who);
    case 'inforequested':
      return w.info(who, nameOf(textOf(detail.to)));
    case 'reminded':
      return reminded(detail, who);
    case 'prioritised':
      return w.priority(who, priorityWord(numberOf(detail.priority) ?? 0));
    case 'decided':
      return decided(detail, task, who, nameOf);
    case 'undone':
      return w.undone(who);
    default:
      return w.changed;
  }
}

function filesIn(detail: JsonObject): FileBrief[] {
  const listedFiles = Array.isArray(detail.attachments) ? detail.attachments : [];
  return listedFiles.filter(isObject).map((file) => ({
    id: textOf(file.id),
    name: textOf(file.name),
    size: numberOf(file.size) ?? 0,
  }));
}

/** How it ended without a decision. */
function ending(task: Task): HistoryLine | null {
  const c = text.task.closed;
  const title = { expired: c.expired, withdrawn: c.withdrawn, superseded: c.superseded }[
    task.state as 'expired' | 'withdrawn' | 'superseded'
  ];
  if (!title || !task.closed_at) return null;
  return { key: 'end', at: task.closed_at, by: null, title, mentions: [], files: [] };
}

/** Reminders that followed one another are one line, with the time of the last. */
function gathered(task: Task): { entry: TaskHistoryEntry; count: number }[] {
  const found: { entry: TaskHistoryEntry; count: number }[] = [];
  for (const entry of task.history) {
    const last = found.at(-1);
    const isReminder = (one?: TaskHistoryEntry) => one?.type === 'TaskReminded' && one.by === null;
    if (last && isReminder(last.entry) && isReminder(entry)) {
      found[found.length - 1] = { entry, count: last.count + 1 };
    } else found.push({ entry, count: 1 });
  }
  return found;
}

/** Newest first, as people look for what was said last. */
export function historyOf(task: Task, nameOf: NameOf = asUsername): HistoryLine[] {
  const lines = gathered(task).map(({ entry, count }) => {
    const detail = isObject(entry.detail) ? entry.detail : {};
    const asker = kindOf(entry.type) === 'created' ? task.initiator : null;
    const by = entry.by ?? asker;
    return {
      key: String(entry.seq),
      at: entry.at,
      by: by ? nameOf(by) : null,
      title: count > 1 ? w.remindedTimes(count) : titleOf(entry, task, nameOf),
      quote: quoteOf(detail, task),
      mentions: textsOf(detail.mentions),
      files: filesIn(detail),
    };
  });
  const end = ending(task);
  const newest = (a: HistoryLine, b: HistoryLine) =>
    Date.parse(b.at) - Date.parse(a.at) || Number(b.key) - Number(a.key);
  return [...(end ? [end] : []), ...lines.sort(newest)];
}
