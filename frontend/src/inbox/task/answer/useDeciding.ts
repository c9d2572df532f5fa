// Deciding a task: what is filled in, its draft, the decision that is sent, and the way back from it.
import { useEffect, useRef, useState } from 'react';
import { useDecideTask } from '../../../api/mutations';
import type { Json, Me, Task } from '../../../api/types';
import { useKey } from '../../../run/recover/useKey';
import { type Choice, choicesOf, outcomeOf } from '../../../run/resume/choices';
import { askedIn, isDecision } from '../../../run/resume/question';
import { type Given, useAnswer } from '../../../run/resume/useAnswer';
import { isObject } from '../../../run/words';
import { text } from '../../../strings';
import { notifyInfo, notifySuccess } from '../../../ui/notify';
import { isOpen } from '../../boxes';
import { offerUndo } from '../../undo/store';
import { decidesOver, hasWindow } from '../state';
import { rememberGiven, startOf, useDraft } from './useDraft';

/** "Approved", "Answered": how it is told what was just done. */
function toldOf(choice: Choice | null, data: Json | undefined): string {
  if (choice) return choice.kind === 'plain' ? choice.label : outcomeOf(choice.id);
  const skipped = isObject(data) && data.answer === null;
  return skipped ? text.answering.question.skipped : text.answering.question.answered;
}

/** Deciding over those who are asked: whether it is wanted, and why. */
function useOver(task: Task, me: Me | undefined) {
  const [isOn, setOn] = useState(false);
  const [reason, setReason] = useState('');
  const [error, setError] = useState('');
  const ref = useRef<HTMLTextAreaElement>(null);
  const isNeeded = task.can.decide && decidesOver(task, me);
  return {
    isNeeded,
    isOn: isNeeded && isOn,
    start: () => setOn(true),
    stop: () => setOn(false),
    ref,
    reason,
    error,
    setReason: (next: string) => {
      setReason(next);
      setError('');
    },
    /** True when there is nothing to say, or it was said. */
    isSaid: () => {
      if (!isNeeded || reason.trim()) return true;
      setError(text.task.override.missing);
      ref.current?.focus();
      return false;
    },
  };
}

export type Over = ReturnType<typeof useOver>;

function useSend(task: Task, me: Me | undefined, reason: string | undefined) {
  const decide = useDecideTask();
  const keyFor = useKey();
  /** Tells whether the decision may be taken back. */
  return async ({ choice, data, comment, confirm }: Given): Promise<boolean> => {
    const sentAt = Date.now();
    const body = {
      id: task.id,
      decision: choice?.id,
      data,
      comment: comment || undefined,
      confirm: confirm || undefined,
      reason,
      seen: task.seq,
      undo_seconds: task.undo_seconds,
    };
    const decided = await decide.mutateAsync({ ...body, idempotency_key: keyFor(body) });
    const what = toldOf(choice, data);
    if (task.undo_seconds === 0 || !hasWindow(decided, me?.username)) {
      notifySuccess(what, task.title);
      return false;
    }
    const words = text.inbox.done(what, task.title);
    const until = new Date(sentAt + task.undo_seconds * 1000);
    offerUndo({ ids: [task.id], words, until });
    return true;
  };
}

export function useDeciding(task: Task, me: Me | undefined, onDecided: () => void) {
  const over = useOver(task, me);
  const asked = askedIn(task);
  const choices = asked ? [] : choicesOf(task);
  const isAllowed = isOpen(task) && task.can.decide;
  const may = isAllowed && (!over.isNeeded || over.isOn);
  const send = useSend(task, me, over.isOn ? over.reason.trim() : undefined);
  const [start] = useState(() => startOf(task, asked !== null));
  const [armed, setArmed] = useState<string | null>(null);
  const answer = useAnswer({
    schema: task.schema,
    free: 'none',
    commented: isDecision(task),
    asked,
    start,
    reason: task.reject_needs_comment,
    confirm: task.confirm,
    send: async (given) => {
      const mayUndo = await send(given);
      draft.stop();
      const { value, comment, reply } = answer;
      if (mayUndo) rememberGiven(task.id, { value, comment, reply });
      onDecided();
    },
  });
  const { reopen } = answer;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the server allows it again
  useEffect(() => {
    if (isAllowed) reopen();
  }, [isAllowed]);
  const draft = useDraft(task, answer, asked !== null, may);
  const choose = (choice: Choice | null) => {
    if (over.isSaid()) answer.choose(choice);
  };
  const skip = () => {
    if (over.isSaid()) answer.skip();
  };

  /** `A` and `R` say what Ctrl+Enter will send; they send nothing. */
  function arm(kind: Choice['kind']): void {
    const wanted = choices.findLast((choice) => choice.kind === kind);
    if (wanted) setArmed(wanted.id);
    answer.commentRef.current?.focus();
  }

  function submit(): void {
    // With one way to answer there is nothing to choose first.
    const choice = choices.length === 1 ? choices[0] : choices.find(({ id }) => id === armed);
    if (choice || asked) choose(choice ?? null);
    else notifyInfo(text.inbox.armFirst);
  }

  return {
    over,
    asked,
    choices,
    may,
    armed,
    arm,
    disarm: () => setArmed(null),
    submit,
    draft,
    answer: { ...answer, choose, skip },
  };
}

export type Deciding = ReturnType<typeof useDeciding>;
