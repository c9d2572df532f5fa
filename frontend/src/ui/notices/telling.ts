// A notice as a sentence, a symbol and a way to what it is about.
import {
  IconAlarm,
  IconAlertTriangle,
  IconArrowForwardUp,
  IconAt,
  IconCheck,
  IconClockX,
  IconHelpCircle,
  IconMessage,
  IconPlugConnectedX,
  IconUserQuestion,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react';
import type { NameOf } from '../../api/people';
import type { Notice } from '../../api/types';
import { text } from '../../strings';
import { listed } from '../../strings/formats';

export type Tone = 'violet' | 'teal' | 'grape' | 'red' | 'orange' | 'gray';

interface Told {
  sentence: string;
  /** What somebody wrote, or why. */
  words: string;
  icon: TablerIcon;
  tone: Tone;
}

type Kind = Notice['kind'];
type Over = NonNullable<Notice['over']>;

const LOOKS: Record<Kind, [TablerIcon, Tone]> = {
  asked: [IconUserQuestion, 'violet'],
  reminded: [IconAlarm, 'orange'],
  escalated: [IconAlarm, 'orange'],
  delegated: [IconArrowForwardUp, 'violet'],
  wanted: [IconHelpCircle, 'violet'],
  mentioned: [IconAt, 'violet'],
  commented: [IconMessage, 'gray'],
  informed: [IconMessage, 'violet'],
  outcome: [IconCheck, 'teal'],
  expired: [IconClockX, 'orange'],
  withdrawn: [IconX, 'gray'],
  failed: [IconAlertTriangle, 'red'],
  failures: [IconAlertTriangle, 'red'],
  webhook_off: [IconPlugConnectedX, 'red'],
};

const word = (value: unknown): string => (typeof value === 'string' ? value : '');

function reminder(facts: Notice['facts'], by: string): string {
  const t = text.bell;
  if (facts.reminder === 'soon') return t.dueSoon;
  if (facts.reminder === 'overdue') return t.overdue;
  return facts.reminder === 'nudge' && by ? t.nudge(by) : t.again;
}

function whyAsked(facts: Notice['facts'], nameOf: NameOf): string {
  const t = text.bell;
  if (word(facts.for)) return t.askedFor(nameOf(word(facts.for)));
  return word(facts.group) ? t.askedAs(word(facts.group)) : t.asked;
}

/** How a task ended, or whose it is now. */
function ending(over: Over, nameOf: NameOf): Told {
  const t = text.bell;
  const by = nameOf(over.by ?? '');
  const words = over.comment ?? over.reason ?? '';
  if (over.state === 'decided' && over.decision === 'rejected')
    return { sentence: t.rejected(by), words, icon: IconX, tone: 'grape' };
  if (over.state === 'decided' && over.decision === 'approved' && !over.label)
    return { sentence: t.approved(by), words, icon: IconCheck, tone: 'teal' };
  if (over.state === 'decided') {
    const what = over.label || t.answered;
    return { sentence: by ? t.decided(what, by) : what, words, icon: IconCheck, tone: 'teal' };
  }
  if (over.state === 'expired')
    return { sentence: t.expired, words, icon: IconClockX, tone: 'orange' };
  if (over.state === 'withdrawn')
    return { sentence: t.withdrawn, words, icon: IconX, tone: 'gray' };
  const to = listed((over.to ?? []).map(nameOf));
  const sentence = over.state === 'handed_on' ? t.handedOn(to) : t.answered;
  return { sentence, words, icon: IconArrowForwardUp, tone: 'gray' };
}

function sentenceOf({ kind, facts, count }: Notice, nameOf: NameOf): string {
  const t = text.bell;
  const by = word(facts.by) && nameOf(word(facts.by));
  const sentences: Partial<Record<Kind, string>> = {
    asked: whyAsked(facts, nameOf),
    reminded: reminder(facts, by),
    escalated: t.escalated,
    delegated: t.delegated(by),
    wanted: t.wanted(by),
    mentioned: t.mentioned(by),
    commented: t.commented(by),
    informed: t.informed(by),
    failed: t.failed,
    failures: t.failures(count),
    webhook_off: t.webhookOff,
  };
  return sentences[kind] ?? t.over;
}

/** What a requester is told of the end has the same facts as what those asked read of it. */
const endOf = ({ kind, facts, over }: Notice): Over | null =>
  over ?? (['outcome', 'expired', 'withdrawn'].includes(kind) ? (facts as unknown as Over) : null);

/** A notice for the reader; `nameOf` says "you" for himself. */
export function tell(notice: Notice, nameOf: NameOf): Told {
  const over = endOf(notice);
  if (over?.state) return ending(over, nameOf);
  const [icon, tone] = LOOKS[notice.kind];
  const words = word(notice.facts.text) || word(notice.facts.error);
  return { sentence: sentenceOf(notice, nameOf), words, icon, tone };
}

/** Where a click leads: to the task, to the run, to the list of what failed. */
export function placeOf({ kind, task_id, run, workflow }: Notice): string {
  if (kind === 'webhook_off') return '/settings/webhooks';
  if (kind === 'failures' && workflow) return `/runs?status=failed&workflow=${workflow}`;
  if (task_id) return `/inbox/${task_id}`;
  return run ? `/runs/${run}` : '/runs';
}
