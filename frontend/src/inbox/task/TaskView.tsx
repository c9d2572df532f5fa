// A task as its decider reads it: question, facts, form, history, and the bar to decide.
import { IconClock, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { useDecideTask } from '../../api/mutations';
import { type NameOf, useNames, useNamesOrYou } from '../../api/people';
import { useMe } from '../../api/session';
import type { Json, Me, Task } from '../../api/types';
import { AnswerFields } from '../../run/resume/AnswerFields';
import { type Choice, choicesOf, outcomeOf } from '../../run/resume/choices';
import { askedIn, isDecision } from '../../run/resume/question';
import { useAnswer } from '../../run/resume/useAnswer';
import { isObject } from '../../run/words';
import { text } from '../../strings';
import { listed } from '../../strings/formats';
import { hasFields } from '../../ui/form/SchemaForm';
import { notifyInfo, notifySuccess } from '../../ui/notify';
import { Pill } from '../../ui/StatusPill';
import { TimeAgo, useNow } from '../../ui/TimeAgo';
import { absoluteTime } from '../../ui/time';
import { Facts } from '../facts/Facts';
import { dueWords } from '../list/due';
import { placeOf } from '../list/place';
import { isOpen } from '../list/TaskList';
import { useShortcuts } from '../shortcuts';
import { DecisionBar } from './DecisionBar';
import { History } from './HistoryList';
import classes from './pane.module.css';
import { Remark } from './Remark';
import { useClaim } from './useClaim';

const t = text.inbox;

interface TaskViewProps {
  task: Task;
  /** "2 of 4". */
  place?: string;
  onDecided: () => void;
}

/** Whether this person's answer would be taken as things stand. */
export function canAnswer(task: Task, me: Me | undefined): boolean {
  if (!isOpen(task)) return false;
  return task.can_decide ?? (task.claimed_by === null || task.claimed_by === me?.username);
}

export function TaskView({ task, place, onDecided }: TaskViewProps) {
  const { data: me } = useMe();
  const decide = useDecideTask();
  const claim = useClaim(task.id);
  const nameOf = useNames();
  const [armed, setArmed] = useState<string | null>(null);
  const asked = askedIn(task);
  const choices = asked ? [] : choicesOf(task);
  const may = canAnswer(task, me);
  const answer = useAnswer({
    schema: task.schema,
    free: 'none',
    commented: isDecision(task),
    asked,
    send: async ({ choice, data, comment }) => {
      const said = comment || undefined;
      await decide.mutateAsync({ id: task.id, decision: choice?.id, data, comment: said });
      notifySuccess(t.done(toldOf(choice, data), task.title));
      onDecided();
    },
  });
  const arm = (kind: Choice['kind']) => {
    const wanted = choices.findLast((choice) => choice.kind === kind);
    if (wanted) setArmed(wanted.id);
    answer.commentRef.current?.focus();
  };
  useShortcuts((shortcut) => {
    if (!may) return;
    if (shortcut === 'approve') arm('approve');
    if (shortcut === 'reject') arm('reject');
    if (shortcut === 'comment') answer.commentRef.current?.focus();
    if (shortcut === 'claim' && task.claimed_by === null) claim.take();
    if (shortcut === 'back') setArmed(null);
    if (shortcut !== 'submit') return;
    // With one way to answer there is nothing to choose first.
    const choice = choices.length === 1 ? choices[0] : choices.find(({ id }) => id === armed);
    if (choice || asked) answer.choose(choice ?? null);
    else notifyInfo(t.armFirst);
  });
  return (
    <>
      <div className={classes.scroll}>
        <div className={classes.body}>
          <Heading task={task} place={place} me={me} />
          <Facts subject={task.subject} />
          {may && (asked || isDecision(task) || hasFields(task.schema) || answer.refused) && (
            <section aria-label={t.answer}>
              <h2>{t.answer}</h2>
              <AnswerFields
                answer={answer}
                asked={asked}
                canReject={choices.some(({ kind }) => kind === 'reject')}
                placeholder={t.comment(task.initiator ? nameOf(task.initiator) : t.someone)}
              />
            </section>
          )}
          <History task={task} />
          {isOpen(task) && <Remark taskId={task.id} />}
        </div>
      </div>
      <DecisionBar {...{ task, me, asked, choices, answer, armed, claim }} mayAnswer={may} />
    </>
  );
}

/** "Approved", "Answered": how the toast tells what was just done. */
function toldOf(choice: Choice | null, data: Json | undefined): string {
  if (choice) return outcomeOf(choice.id);
  const skipped = isObject(data) && data.answer === null;
  return skipped ? text.answering.question.skipped : text.answering.question.answered;
}

interface HeadingProps {
  task: Task;
  place?: string;
  me: Me | undefined;
}

function Heading({ task, place, me }: HeadingProps) {
  const now = useNow(30);
  const nameOf = useNames();
  const nameOrYou = useNamesOrYou(text.common.byYou);
  const due = task.due_at && isOpen(task) ? dueWords(task.due_at, task.created_at, now) : null;
  const tone = due && ({ calm: 'gray', soon: 'amber', overdue: 'red' } as const)[due.level];
  return (
    <header>
      <div className={classes.crumb}>
        <span>{placeOf(task)}</span>
        {task.initiator && <span>{t.askedBy(nameOrYou(task.initiator))}</span>}
        <TimeAgo at={task.created_at} />
        {place && (
          <span className={classes.place}>
            {place} <kbd className="f-kbd">K</kbd> <kbd className="f-kbd">J</kbd>
          </span>
        )}
      </div>
      <h1>{task.title}</h1>
      {task.instructions && <p className={classes.instructions}>{task.instructions}</p>}
      {isOpen(task) && (
        <div className={classes.pills}>
          {due && tone && (
            <Pill tone={tone} icon={IconClock} title={absoluteTime(task.due_at ?? '')}>
              {due.words}
            </Pill>
          )}
          <Quorum task={task} />
          <Pill tone="gray">{whoDecides(task, me, nameOf)}</Pill>
        </div>
      )}
    </header>
  );
}

function Quorum({ task }: { task: Task }) {
  const nameOf = useNames();
  const quorum = (task as Task & { quorum?: number }).quorum ?? 1;
  if (quorum < 2) return null;
  const agreed = task.history
    .filter(({ type }) => /decided$/i.test(type))
    .map(({ by }) => nameOf(by ?? ''));
  return (
    <Pill tone="violet" icon={IconUser}>
      {t.agreed(agreed.length, quorum, listed(agreed))}
    </Pill>
  );
}

function whoDecides(task: Task, me: Me | undefined, nameOf: NameOf): string {
  const { claimed_by: taker } = task;
  if (taker) return taker === me?.username ? t.who.takenByYou : t.who.taken(nameOf(taker));
  const users = task.users.filter((name) => name !== me?.username);
  const others = [...users.map(nameOf), ...task.groups];
  const names = listed(others, 'or');
  const verb = isDecision(task) ? t.who.decide : t.who.answer;
  if (canAnswer(task, me)) return names ? t.who.youAnd(names, verb) : t.who.you(verb);
  return names ? t.who.others(names, verb) : t.who.anyone(verb);
}
