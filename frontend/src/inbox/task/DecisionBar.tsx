// The bar under a task: the author's buttons, or who decided it, or why one cannot.
import { Button } from '@mantine/core';
import { IconHandStop, IconLock } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useNames } from '../../api/people';
import type { Me, Task } from '../../api/types';
import { ChoiceButtons } from '../../run/resume/ChoiceButtons';
import { type Choice, isReject, outcomeOf } from '../../run/resume/choices';
import type { Asked } from '../../run/resume/question';
import { SkipButton } from '../../run/resume/SkipButton';
import type { Answer } from '../../run/resume/useAnswer';
import { text } from '../../strings';
import { listed } from '../../strings/formats';
import { look } from '../../ui/states';
import { TimeAgo } from '../../ui/TimeAgo';
import { isOpen } from '../list/TaskList';
import classes from './pane.module.css';
import type { Claim } from './useClaim';

const t = text.inbox;

interface DecisionBarProps {
  task: Task;
  me: Me | undefined;
  asked: Asked | null;
  choices: Choice[];
  answer: Answer;
  armed: string | null;
  mayAnswer: boolean;
  claim: Claim;
}

const HINTS: Record<Choice['kind'], string> = { approve: 'A', reject: 'R', plain: '' };

export function DecisionBar(props: DecisionBarProps) {
  const { task, me, asked, choices, answer, armed, mayAnswer, claim } = props;
  if (!isOpen(task)) return <Outcome task={task} me={me} conflict={answer.conflict} />;
  if (!mayAnswer) return <NotYours task={task} />;
  const armedLabel = choices.find(({ id }) => id === armed)?.label;
  return (
    <div className={classes.bar} role="toolbar" aria-label={t.bar} data-testid="decision-bar">
      <ClaimButton task={task} me={me} claim={claim} />
      <span className={classes.hint} aria-live="polite">
        {answer.conflict ?? (armedLabel ? t.arm(armedLabel) : '')}
      </span>
      <div className={classes.choices}>
        {task.skippable && <SkipButton answer={answer} />}
        {asked && (
          <Button
            loading={answer.busy !== null}
            onClick={() => answer.choose(null)}
            data-testid="question-answer"
          >
            {text.answering.question.answer}
          </Button>
        )}
        <ChoiceButtons
          choices={choices}
          onChoose={answer.choose}
          busy={answer.busy}
          armed={armed}
          hint={({ kind }) =>
            HINTS[kind] ? <kbd className={classes.key}>{HINTS[kind]}</kbd> : undefined
          }
        />
      </div>
    </div>
  );
}

function ClaimButton({ task, me, claim }: Pick<DecisionBarProps, 'task' | 'me' | 'claim'>) {
  const mine = task.claimed_by !== null && task.claimed_by === me?.username;
  // Who is asked alone has nobody to take it from.
  const alone = task.groups.length === 0 && task.users.length < 2;
  if (!mine && alone) return null;
  return (
    <Button
      variant="subtle"
      color="gray"
      leftSection={<IconHandStop size={16} />}
      className={classes.claim}
      loading={claim.isBusy}
      onClick={mine ? claim.giveBack : claim.take}
      title={mine ? undefined : t.claimHint}
      aria-label={mine ? t.release : t.claim}
    >
      <span className={classes.claimWord}>{mine ? t.release : t.claim}</span>
    </Button>
  );
}

function NotYours({ task }: { task: Task }) {
  const nameOf = useNames();
  const names = listed([...task.users.map(nameOf), ...task.groups], 'or');
  const taker = task.claimed_by && nameOf(task.claimed_by);
  return (
    <div className={classes.bar} data-quiet data-testid="decision-bar">
      <IconLock size={16} />
      <span>{taker ? t.takenBar(taker) : t.notYours(names || t.somebody)}</span>
    </div>
  );
}

interface OutcomeProps {
  task: Task;
  me: Me | undefined;
  conflict: string | null;
}

/** "Approved by Ann", also when that was a moment ago and not by this person. */
function Outcome({ task, me, conflict }: OutcomeProps) {
  const nameOf = useNames();
  const { decision, decided_by: by, decided_at: at } = task;
  const state = look(!decision ? 'cancelled' : isReject(decision) ? 'rejected' : 'completed');
  const Icon = state.icon;
  const what = outcomeOf(decision);
  const mine = by !== null && by === me?.username;
  const title = mine ? t.outcomeYou(what) : by ? t.outcome(what, nameOf(by)) : what;
  return (
    <div className={classes.bar} data-quiet data-tone={state.tone} data-testid="task-outcome">
      <Icon size={18} />
      <span className={classes.outcome}>
        <strong>{decision ? title : t.closedTitle}</strong>
        <span>
          {at && <TimeAgo at={at} />}
          {task.comment && <q>{task.comment}</q>}
          {!decision && t.closedBody}
          {conflict && !mine && ` ${conflict}`}
        </span>
      </span>
      <Button component={Link} to={`/runs/${task.run}`} variant="subtle" color="gray">
        {t.openRun}
      </Button>
    </div>
  );
}
