// A superuser decides over those who are asked: says so, and asks for the reason.
import { Button, Textarea } from '@mantine/core';
import { useNames } from '../../../api/people';
import type { Task } from '../../../api/types';
import { text } from '../../../strings';
import { askedNames } from '../state';
import classes from './answer.module.css';
import type { Over } from './useDeciding';

const t = text.task.override;

export function Override({ task, over }: { task: Task; over: Over }) {
  const nameOf = useNames();
  return (
    <div className={classes.over} data-testid="override">
      <div>
        <strong>{t.title}</strong>
        <p>{t.body(askedNames(task, nameOf))}</p>
      </div>
      <Textarea
        ref={over.ref}
        label={t.reason}
        placeholder={t.reasonHint}
        value={over.reason}
        onChange={(event) => over.setReason(event.currentTarget.value)}
        error={over.error || undefined}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2000}
        autoFocus
      />
      <div>
        <Button variant="subtle" color="gray" size="compact-md" ml={-8} onClick={over.stop}>
          {t.stop}
        </Button>
      </div>
    </div>
  );
}
