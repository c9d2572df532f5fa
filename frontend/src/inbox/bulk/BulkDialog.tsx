// Deciding several tasks together: what they are and a comment first, what came of each afterwards.
import { Button, Group, Modal, Textarea } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import type { TaskResult } from '../../api/inbox';
import type { TaskSummary } from '../../api/types';
import { text } from '../../strings';
import type { BulkDecision } from './BulkBar';
import classes from './bulk.module.css';
import { Results } from './Results';
import { useBulkDecide } from './useBulkDecide';

const t = text.bulk;
const SAMPLE = 5;

interface BulkDialogProps {
  decision: BulkDecision;
  tasks: TaskSummary[];
  onClose: () => void;
  onDecided: (gone: ReadonlySet<string>) => void;
  onChoose: (ids: readonly string[]) => void;
}

export default function BulkDialog(props: BulkDialogProps) {
  const { decision, tasks, onClose, onDecided, onChoose } = props;
  const [results, setResults] = useState<TaskResult[] | null>(null);
  const close = (left: readonly string[]) => {
    onChoose(left);
    onClose();
  };
  const decide = useBulkDecide(decision, (told) => {
    onDecided(new Set(told.filter(({ ok }) => ok).map(({ id }) => id)));
    if (told.every(({ ok }) => ok)) close([]);
    else setResults(told);
  });
  return (
    <Modal
      opened
      onClose={results ? () => close([]) : onClose}
      title={results ? t.resultTitle : t.title[decision](tasks.length)}
      data-testid="bulk-dialog"
    >
      {results ? (
        <Results results={results} tasks={tasks} decision={decision} onClose={close} />
      ) : (
        <Question {...props} isSending={decide.isPending} onSend={decide.send} />
      )}
    </Modal>
  );
}

interface QuestionProps extends BulkDialogProps {
  isSending: boolean;
  onSend: (ids: string[], comment: string) => void;
}

function Question({ decision, tasks, onClose, isSending, onSend }: QuestionProps) {
  const [comment, setComment] = useState('');
  const [isMissing, setMissing] = useState(false);
  const send = () => {
    if (isSending) return;
    // A person who says no says why.
    if (decision === 'rejected' && comment.trim() === '') return setMissing(true);
    onSend(
      tasks.map(({ id }) => id),
      comment.trim(),
    );
  };
  const hear = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter sends from wherever the focus is
    <div onKeyDown={hear}>
      <Sample tasks={tasks} />
      <Textarea
        label={t.comment}
        description={decision === 'rejected' ? t.commentNeeded : t.commentForAll}
        value={comment}
        onChange={(event) => {
          setComment(event.currentTarget.value);
          setMissing(false);
        }}
        error={isMissing && text.answering.resume.commentMissing}
        autosize
        minRows={2}
        maxRows={6}
        data-autofocus
        data-testid="bulk-comment"
      />
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
        <Button
          color={decision === 'rejected' ? 'red.9' : undefined}
          loading={isSending}
          onClick={send}
          data-testid="bulk-send"
        >
          {t.verb[decision](tasks.length)}
        </Button>
      </Group>
    </div>
  );
}

function Sample({ tasks }: { tasks: TaskSummary[] }) {
  const rest = tasks.length - SAMPLE;
  return (
    <ul className={classes.sample}>
      {tasks.slice(0, SAMPLE).map((task) => (
        <li key={task.id}>{task.title}</li>
      ))}
      {rest > 0 && <li className={classes.rest}>{t.andMore(rest)}</li>}
    </ul>
  );
}
