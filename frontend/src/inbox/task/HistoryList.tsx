// The history of a task.
import { IconClock } from '@tabler/icons-react';
import { useNames } from '../../api/people';
import { initials } from '../../api/session';
import type { Task } from '../../api/types';
import { text } from '../../strings';
import { TimeAgo } from '../../ui/TimeAgo';
import { historyOf } from './history';
import classes from './pane.module.css';

export function History({ task }: { task: Task }) {
  const lines = historyOf(task, useNames());
  if (lines.length === 0) return null;
  return (
    <section aria-label={text.inbox.history}>
      <h2>{text.inbox.history}</h2>
      <ol className={classes.history}>
        {lines.map(({ at, by, title, quote }) => (
          <li key={`${at}${title}`}>
            <span className={classes.avatar} aria-hidden="true">
              {by ? initials(by) : <IconClock size={13} />}
            </span>
            <span className={classes.said}>
              {title}
              {quote && <q>{quote}</q>}
            </span>
            <span className={classes.at}>
              <TimeAgo at={at} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
