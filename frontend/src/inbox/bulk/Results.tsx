// What came of each of several decisions: which were refused and why, and how many went.
import { Button, Group } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { ApiError } from '../../api/client';
import type { TaskResult } from '../../api/inbox';
import { type NameOf, useNames } from '../../api/people';
import { refusalOf } from '../../api/refusals';
import type { Problem, TaskSummary } from '../../api/types';
import { text } from '../../strings';
import type { BulkDecision } from './BulkBar';
import classes from './bulk.module.css';

const t = text.bulk;

/** The server tells usernames. */
function sentenceOf(problem: Problem, nameOf: NameOf): string {
  const named = Object.fromEntries(
    ['by', 'claimed_by'].flatMap((key) => {
      const username = (problem as unknown as Record<string, unknown>)[key];
      return typeof username === 'string' ? [[key, nameOf(username)]] : [];
    }),
  );
  return refusalOf(new ApiError({ ...problem, ...named }, ''));
}

interface ResultsProps {
  results: TaskResult[];
  tasks: TaskSummary[];
  decision: BulkDecision;
  /** Closes with these selected. */
  onClose: (left: readonly string[]) => void;
}

export function Results({ results, tasks, decision, onClose }: ResultsProps) {
  const nameOf = useNames();
  const titles = new Map(tasks.map(({ id, title }) => [id, title]));
  const refused = results.filter(({ ok }) => !ok);
  const done = results.filter(({ ok }) => ok);
  return (
    <>
      <p className={classes.summary} role="status">
        {t.summary(t.done[decision](done.length), refused.length)}
      </p>
      <ul className={classes.results} data-testid="bulk-results">
        {[...refused, ...done].map(({ id, ok, error }) => (
          <li key={id} data-refused={!ok || undefined}>
            {ok ? <IconCheck size={16} /> : <IconX size={16} />}
            <span>
              {titles.get(id)}
              {error && <span className={classes.why}>{sentenceOf(error, nameOf)}</span>}
            </span>
          </li>
        ))}
      </ul>
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button
          variant="default"
          onClick={() => onClose(refused.map(({ id }) => id))}
          data-testid="bulk-refused"
        >
          {t.selectRefused(refused.length)}
        </Button>
        <Button onClick={() => onClose([])} data-autofocus>
          {text.common.close}
        </Button>
      </Group>
    </>
  );
}
