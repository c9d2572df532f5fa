// Why this person cannot decide an open task, and the way of a superuser.
import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { type NameOf, useNames } from '../../../api/people';
import type { Task } from '../../../api/types';
import { text } from '../../../strings';
import { clockTime } from '../../../ui/time';
import type { Over } from '../answer/useDeciding';
import { askedNames } from '../state';
import classes from './bar.module.css';

const t = text.task.why;

/** The refusal that a decision would get, as a sentence. */
export function whyNot(task: Task, nameOf: NameOf): string {
  const names = askedNames(task, nameOf);
  const { claimed_by: taker, claimed_until: until } = task;
  const code = task.why_not?.code;
  if (code === 'four_eyes') return t.fourEyes(names || text.inbox.somebody);
  if (code === 'already_decided') return t.voted;
  if (code === 'claimed' && taker) {
    return until ? t.takenUntil(nameOf(taker), clockTime(until)) : t.taken(nameOf(taker));
  }
  return names ? text.inbox.notYours(names) : t.looksAfter;
}

interface NotYoursProps {
  task: Task;
  over: Over;
}

export function NotYours({ task, over }: NotYoursProps) {
  const nameOf = useNames();
  return (
    <span className={classes.why}>
      <IconLock size={16} />
      <span>{whyNot(task, nameOf)}</span>
      {over.isNeeded && (
        <Button variant="default" onClick={over.start} data-testid="override-start">
          {text.task.acts.override}
        </Button>
      )}
    </span>
  );
}
