// What is to know of a task before it is opened: how far it is, who has it, how pressing it is.
import {
  IconChevronDown,
  IconChevronsUp,
  IconChevronUp,
  IconMessage,
  IconPaperclip,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useNames, useNamesOrYou } from '../../api/people';
import { useMe } from '../../api/session';
import type { TaskSummary } from '../../api/types';
import { isReject, outcomeOf } from '../../run/resume/choices';
import { text } from '../../strings';
import { Pill } from '../../ui/StatusPill';
import type { Tone } from '../../ui/states';
import { decisionOf, isOpen } from '../boxes';
import classes from './list.module.css';

const t = text.inbox;

const LOOKS: Record<string, [icon: TablerIcon, name: keyof typeof t.priorities]> = {
  '-1': [IconChevronDown, 'low'],
  '1': [IconChevronUp, 'high'],
  '2': [IconChevronsUp, 'urgent'],
};

/** Nothing where it is as it usually is. */
export function Priority({ task }: { task: TaskSummary }) {
  const look = LOOKS[task.priority];
  if (!look) return null;
  const [Icon, name] = look;
  return (
    <span className={classes.priority} data-priority={name} title={t.priorities[name]}>
      <Icon size={15} stroke={2.2} aria-hidden="true" />
      <span className="f-hidden">{t.priorities[name]}</span>
    </span>
  );
}

/** How many remarks and files there are. */
export function Counts({ task }: { task: TaskSummary }) {
  const { comments_count: comments, files_count: files } = task;
  return (
    <>
      {comments > 0 && (
        <span className={classes.count} title={t.commentsCount(comments)}>
          <IconMessage size={13} aria-label={t.commentsCount(comments)} />
          {comments}
        </span>
      )}
      {files > 0 && (
        <span className={classes.count} title={t.filesCount(files)}>
          <IconPaperclip size={13} aria-label={t.filesCount(files)} />
          {files}
        </span>
      )}
    </>
  );
}

export function Outcome({ task }: { task: TaskSummary }) {
  const ended = t.ended[task.state as keyof typeof t.ended];
  const decision = decisionOf(task);
  if (!decision) return <Pill tone="gray">{ended ?? t.closed}</Pill>;
  const tone = task.state === 'expired' ? 'orange' : isReject(decision) ? 'grape' : 'teal';
  return <Pill tone={tone}>{outcomeOf(decision)}</Pill>;
}

/** The marks of an open task; those that fit into the second line come first. */
export function useMarks(task: TaskSummary): { key: string; tone: Tone; words: ReactNode }[] {
  const nameOf = useNames();
  const nameOrYou = useNamesOrYou(text.common.byYou);
  const { data: me } = useMe();
  const marks: { key: string; tone: Tone; words: ReactNode }[] = [];
  if (!isOpen(task)) return marks;
  if (task.quorum > 1) {
    marks.push({ key: 'quorum', tone: 'gray', words: t.place(task.agreed, task.quorum) });
  }
  if (task.level > 0) marks.push({ key: 'level', tone: 'orange', words: t.escalatedMark });
  if (task.claimed_by) {
    const isMine = task.claimed_by === me?.username;
    marks.push({
      key: 'claim',
      tone: isMine ? 'indigo' : 'gray',
      words: isMine ? t.takenByYou : t.taken(nameOf(task.claimed_by)),
    });
  }
  if (task.info_from) {
    marks.push({ key: 'info', tone: 'violet', words: t.waitsForInfo(nameOrYou(task.info_from)) });
  }
  return marks;
}
