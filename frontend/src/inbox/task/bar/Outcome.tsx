// How a task ended: decided by whom, run out of time, withdrawn; and the way back while there is one.
import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { Link } from 'react-router';
import { type NameOf, useNames } from '../../../api/people';
import type { Me, Task } from '../../../api/types';
import { isReject, outcomeOf } from '../../../run/resume/choices';
import { optionsOf } from '../../../run/resume/question';
import { objectOf, textOf } from '../../../run/words';
import { text } from '../../../strings';
import { look, type StateName } from '../../../ui/states';
import { TimeAgo, useNow } from '../../../ui/TimeAgo';
import { clockTimeSeconds } from '../../../ui/time';
import { useUndo } from '../../undo/useUndo';
import classes from './bar.module.css';

const t = text.inbox;
const c = text.task.closed;

function lookOf({ state, decision }: Task): StateName {
  if (state === 'expired') return 'timed_out';
  if (state !== 'decided' || !decision) return 'cancelled';
  return isReject(decision) ? 'rejected' : 'completed';
}

/** "Approved by Ann for Ben", "The time ran out". */
function titleOf(task: Task, me: Me | undefined, nameOf: NameOf): string {
  const { state, decision, decided_by: by, acting_for: whose } = task;
  if (state === 'expired') return c.expired;
  if (state === 'superseded') return c.superseded;
  if (state !== 'decided' || !decision) return state === 'withdrawn' ? c.withdrawn : t.closedTitle;
  const option = optionsOf(task).find(({ id, label }) => id === decision && label !== id);
  const what = option?.label ?? outcomeOf(decision);
  const isMine = by !== null && by === me?.username;
  const title = isMine ? t.outcomeYou(what) : by ? t.outcome(what, nameOf(by)) : what;
  return whose ? c.for(title, nameOf(whose)) : title;
}

/** What there is to say beside who and when. */
function bodyOf(task: Task, conflict: string | null, isMine: boolean): string[] {
  const { state, closed_reason: reason } = task;
  if (state === 'expired') return [c.expiredBody];
  if (state === 'superseded') return [c.supersededBody];
  if (state !== 'decided') return [reason ? c.reason(reason) : c.withdrawnBody];
  const last = task.history.findLast(({ type }) => type === 'TaskDecided');
  const detail = objectOf(last?.detail);
  const over = detail.override === true ? [c.over, textOf(detail.reason)] : [];
  return [...over, conflict && !isMine ? conflict : ''].filter(Boolean);
}

interface OutcomeProps {
  task: Task;
  me: Me | undefined;
  conflict: string | null;
}

export function Outcome({ task, me, conflict }: OutcomeProps) {
  const nameOf = useNames();
  const now = useNow();
  const undo = useUndo();
  const state = look(lookOf(task));
  const Icon = state.icon;
  const isMine = task.decided_by !== null && task.decided_by === me?.username;
  const at = task.decided_at ?? task.closed_at;
  const until = task.undo_until;
  const isUndoable = until !== null && Date.parse(until) > now;
  return (
    <div className={classes.outcomeBar} data-tone={state.tone} data-testid="task-outcome">
      <Icon size={18} />
      <span className={classes.outcome}>
        <strong>{titleOf(task, me, nameOf)}</strong>
        <span>
          {at && <TimeAgo at={at} />}
          {task.comment && <q>{task.comment}</q>}
          {bodyOf(task, conflict, isMine).map((words) => (
            <span key={words}>{words}</span>
          ))}
          {isUndoable && <span>{c.until(clockTimeSeconds(until))}</span>}
        </span>
      </span>
      {task.can.undo && isUndoable && (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={16} />}
          loading={undo.isPending}
          onClick={() => undo.mutate([task.id])}
          data-testid="outcome-undo"
        >
          {text.task.acts.undo}
        </Button>
      )}
      <Button component={Link} to={`/runs/${task.run}`} variant="subtle" color="gray">
        {text.task.acts.openRun}
      </Button>
    </div>
  );
}
