// The form that ends one wait: shared by the run page, the editor and the notices.
import { Alert, Button, Modal } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useDecideTask, useResumeRun } from '../../api/mutations';
import { useTask } from '../../api/queries';
import type { Suspension, Task } from '../../api/types';
import { Facts } from '../../inbox/facts/Facts';
import { text } from '../../strings';
import { notifySuccess } from '../../ui/notify';
import { TimeAgo } from '../../ui/TimeAgo';
import { humanise } from '../words';
import { AnswerFields } from './AnswerFields';
import { ChoiceButtons } from './ChoiceButtons';
import { type Choice, choicesOf } from './choices';
import { askedIn, isDecision } from './question';
import classes from './resume.module.css';
import { SkipButton } from './SkipButton';
import { type Answer, type Given, useAnswer } from './useAnswer';

const t = text.answering.resume;

export interface ResumeDialogProps {
  /** The wait to end; null keeps the dialog closed. */
  suspension: Suspension | null;
  run: { id: string };
  /** Called when the wait was ended and when the person closed the dialog. */
  onDone: () => void;
  /** What the node is called; the suspension's own title or the node's id in words when left out. */
  nodeTitle?: string;
}

export function ResumeDialog({ suspension, run, onDone, nodeTitle }: ResumeDialogProps) {
  const own = (suspension as (Suspension & { title?: string }) | null)?.title;
  const title = nodeTitle || own || humanise(suspension?.node_id ?? '');
  return (
    <Modal
      opened={suspension !== null}
      onClose={onDone}
      title={title}
      size={520}
      keepMounted={false}
    >
      {suspension && (
        <ResumeForm
          key={suspension.id}
          suspension={suspension}
          runId={run.id}
          title={title}
          onDone={onDone}
        />
      )}
    </Modal>
  );
}

interface ResumeFormProps {
  suspension: Suspension;
  runId: string;
  title: string;
  onDone: () => void;
}

/** Send an answer: a task is decided, any other wait is resumed. */
function useSend(runId: string, suspension: Suspension) {
  const resume = useResumeRun();
  const decide = useDecideTask();
  return ({ choice, data, comment, confirm }: Given): Promise<unknown> => {
    if (suspension.task && (choice || suspension.kind === 'question')) {
      return decide.mutateAsync({
        id: suspension.task,
        decision: choice?.id,
        data,
        comment: comment || undefined,
        confirm: confirm || undefined,
      });
    }
    return resume.mutateAsync({
      id: runId,
      suspension: suspension.id,
      data: comment ? { ...(data as object), comment } : data,
      action: choice?.id,
    });
  };
}

// A pause is only let go on, and a timer ended, unless the run's state lacks something.
const NO_DATA = new Set(['timer', 'question', 'pause']);

const takesData = ({ kind, task, needs }: Suspension): boolean =>
  needs !== null || (task === null && !NO_DATA.has(kind));

function ResumeForm({ suspension, runId, title, onDone }: ResumeFormProps) {
  const isTimer = suspension.kind === 'timer';
  const asked = askedIn(suspension);
  const choices = isTimer || asked ? [] : choicesOf(suspension);
  const send = useSend(runId, suspension);
  const { data: task } = useTask(suspension.task ?? undefined);
  const answer = useAnswer({
    schema: suspension.schema,
    free: takesData(suspension) ? 'json' : 'none',
    commented: suspension.task !== null && isDecision(suspension),
    asked,
    needs: suspension.needs,
    reason: task?.reject_needs_comment,
    confirm: task?.confirm,
    send: async (given) => {
      await send(given);
      notifySuccess(t.done(title));
      onDone();
    },
  });
  if (answer.conflict) return <Conflict sentence={answer.conflict} onDone={onDone} />;
  return (
    <>
      <p className={classes.reason}>{suspension.reason || title}</p>
      <p className={classes.since}>
        <TimeAgo at={suspension.opened_at} />
        {isTimer && ` · ${t.skipHint}`}
      </p>
      {task && <TaskContext task={task} />}
      <AnswerFields
        answer={answer}
        asked={asked}
        canReject={choices.some(({ kind }) => kind === 'reject')}
      />
      <div className={classes.buttons}>
        <Button variant="subtle" color="gray" className={classes.cancel} onClick={onDone}>
          {text.common.cancel}
        </Button>
        {suspension.skippable && <SkipButton answer={answer} />}
        <Submit choices={choices} isTimer={isTimer} isAsked={asked !== null} answer={answer} />
      </div>
    </>
  );
}

interface SubmitProps {
  choices: Choice[];
  isTimer: boolean;
  isAsked: boolean;
  answer: Answer;
}

function Submit({ choices, isTimer, isAsked, answer }: SubmitProps) {
  if (choices.length > 0) {
    return (
      <ChoiceButtons
        choices={choices}
        onChoose={answer.choose}
        busy={answer.busy}
        colour="violet"
      />
    );
  }
  return (
    <Button
      color="violet"
      loading={answer.busy !== null}
      disabled={answer.typedError !== ''}
      onClick={() => answer.choose(null)}
      data-testid="resume-submit"
    >
      {isTimer ? t.skip : isAsked ? text.answering.question.answer : t.submit}
    </Button>
  );
}

/** What the people who are asked see, when this person may see it too. */
function TaskContext({ task }: { task: Task }) {
  return (
    <>
      {task.instructions && <p className={classes.instructions}>{task.instructions}</p>}
      <Facts subject={task.subject} files={task.files} className={classes.facts} />
    </>
  );
}

function Conflict({ sentence, onDone }: { sentence: string; onDone: () => void }) {
  return (
    <>
      <Alert color="gray" icon={<IconUsers size={16} />} title={t.conflictTitle} role="alert">
        {sentence}
      </Alert>
      <div className={classes.buttons}>
        <Button onClick={onDone}>{text.common.close}</Button>
      </div>
    </>
  );
}
