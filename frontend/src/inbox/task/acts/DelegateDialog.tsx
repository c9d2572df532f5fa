// Handing a task, or one's vote on it, to somebody else.
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { fieldErrors } from '../../../api/client';
import { useNames } from '../../../api/people';
import { useTaskAct } from '../../../api/task';
import type { Me, Task } from '../../../api/types';
import { text } from '../../../strings';
import { notifyError, notifySuccess } from '../../../ui/notify';
import { PersonSelect } from './PersonSelect';

const t = text.task.delegate;

interface DelegateDialogProps {
  task: Task;
  me: Me | undefined;
  onClose: () => void;
  /** It is with somebody else now. */
  onDone: () => void;
}

export function DelegateDialog({ task, me, onClose, onDone }: DelegateDialogProps) {
  const nameOf = useNames();
  const [to, setTo] = useState<string | null>(null);
  const [comment, setComment] = useState('');
  const [error, setError] = useState('');
  const delegate = useTaskAct<{ to: string; comment?: string }>(task.id, 'delegate');
  const send = () => {
    if (delegate.isPending) return;
    if (!to) {
      setError(text.task.ask.noOne);
      return;
    }
    delegate.mutate(
      { to, comment: comment.trim() || undefined },
      {
        onSuccess: () => {
          notifySuccess(text.task.done.delegate(nameOf(to)));
          onClose();
          onDone();
        },
        onError: (refusal) => {
          const told = fieldErrors(refusal).to;
          if (told) setError(told);
          else notifyError(text.task.failed.delegate, refusal);
        },
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={t.title} size={480}>
      <Stack gap={16} data-testid="delegate-dialog">
        <Text c="dimmed">{task.quorum > 1 ? t.hintVote : t.hintTask}</Text>
        <PersonSelect
          label={t.to}
          value={to}
          onChange={(next) => {
            setTo(next);
            setError('');
          }}
          without={[me?.username, task.four_eyes ? task.initiator : null]}
          error={error || undefined}
          autoFocus
        />
        <Textarea
          label={t.comment}
          placeholder={t.commentHint}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={5000}
          data-testid="delegate-comment"
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button onClick={send} loading={delegate.isPending} data-testid="delegate-send">
            {t.send}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
