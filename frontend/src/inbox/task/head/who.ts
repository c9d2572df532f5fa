// Who can decide a task, or has taken it, in words; pure.
import type { NameOf } from '../../../api/people';
import type { Me, Task } from '../../../api/types';
import { isDecision } from '../../../run/resume/question';
import { text } from '../../../strings';
import { listed } from '../../../strings/formats';
import { clockTime } from '../../../ui/time';
import { decidesOver } from '../state';

const t = text.inbox.who;

function taken(task: Task, taker: string, isMine: boolean, nameOf: NameOf): string {
  const until = task.claimed_until && clockTime(task.claimed_until);
  if (isMine) return until ? text.task.takenByYouUntil(until) : t.takenByYou;
  return until ? text.task.takenUntil(nameOf(taker), until) : t.taken(nameOf(taker));
}

export function whoDecides(task: Task, me: Me | undefined, nameOf: NameOf): string {
  const { claimed_by: taker } = task;
  if (taker) return taken(task, taker, taker === me?.username, nameOf);
  const users = task.users.filter((name) => name !== me?.username);
  const names = listed([...users.map(nameOf), ...task.groups], 'or');
  const verb = isDecision(task) ? t.decide : t.answer;
  if (task.can.decide && !decidesOver(task, me)) {
    return names ? t.youAnd(names, verb) : t.you(verb);
  }
  return names ? t.others(names, verb) : t.anyone(verb);
}
