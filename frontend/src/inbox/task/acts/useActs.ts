// What can be done with a task at one press: take it, give it back, remind, rank.
import { useState } from 'react';
import { type Act, useTaskAct } from '../../../api/task';
import type { Task } from '../../../api/types';
import { text } from '../../../strings';
import { notifyError, notifySuccess } from '../../../ui/notify';
import { clockTime } from '../../../ui/time';
import type { Priority } from '../state';

const t = text.task;

/** One act that tells what came of it. */
function usePress<Body extends object>(id: string, act: Act & keyof typeof t.failed) {
  const call = useTaskAct<Body>(id, act);
  const press = (body: Body, done: (task: Task) => string) => {
    if (call.isPending) return;
    call.mutate(body, {
      onSuccess: (task) => notifySuccess(done(task)),
      onError: (error) => notifyError(t.failed[act], error),
    });
  };
  return { press, isBusy: call.isPending };
}

export type Dialog = 'ask' | 'delegate';

export function useActs(task: Task) {
  const claim = usePress(task.id, 'claim');
  const release = usePress(task.id, 'release');
  const nudge = usePress(task.id, 'nudge');
  const priority = usePress<{ priority: Priority }>(task.id, 'priority');
  const [dialog, setDialog] = useState<Dialog | null>(null);
  return {
    dialog,
    open: setDialog,
    close: () => setDialog(null),
    claim: () =>
      claim.press({}, ({ claimed_until: until }) =>
        until ? t.done.claimUntil(clockTime(until)) : t.done.claim,
      ),
    release: () => release.press({}, () => t.done.release),
    nudge: () => nudge.press({}, () => t.done.nudge),
    rank: (word: Priority) =>
      priority.press({ priority: word }, () => t.done.priority(t.priorities[word])),
    isBusy: claim.isBusy || release.isBusy,
  };
}

export type Acts = ReturnType<typeof useActs>;
