// Asking somebody for information; the task stays open.
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { fieldErrors } from '../../../api/client';
import { useNames } from '../../../api/people';
import { useTaskAct } from '../../../api/task';
import type { Me, Task } from '../../../api/types';
import { text } from '../../../strings';
import { UploadList } from '../../../ui/files/UploadList';
import { useUploads } from '../../../ui/files/useUploads';
import { notifyError, notifySuccess } from '../../../ui/notify';
import { MentionField } from '../talk/MentionField';
import { Attaching, type SaidBody, saidBody } from '../talk/Write';
import { PersonSelect } from './PersonSelect';

const t = text.task.ask;

interface DialogProps {
  task: Task;
  me: Me | undefined;
  onClose: () => void;
}

export function AskDialog({ task, me, onClose }: DialogProps) {
  const nameOf = useNames();
  const asker = task.initiator === me?.username ? null : task.initiator;
  const [to, setTo] = useState(asker);
  const [words, setWords] = useState('');
  const [errors, setErrors] = useState<Record<string, string>>({});
  const uploads = useUploads(task.id);
  const ask = useTaskAct<SaidBody & { to: string }>(task.id, 'ask');
  const send = () => {
    if (ask.isPending || uploads.isBusy) return;
    const missing = { ...(!to && { to: t.noOne }), ...(!words.trim() && { text: t.noText }) };
    setErrors(missing);
    if (!to || Object.keys(missing).length > 0) return;
    ask.mutate(
      { to, ...saidBody(words, uploads) },
      {
        onSuccess: () => {
          notifySuccess(text.task.done.ask(nameOf(to)));
          onClose();
        },
        onError: (error) => {
          const told = fieldErrors(error);
          setErrors(told);
          if (!told.to && !told.text) notifyError(text.task.failed.ask, error);
        },
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={t.title} size={480}>
      <Stack gap={16} data-testid="ask-dialog">
        <Text c="dimmed">{t.hint}</Text>
        <PersonSelect
          label={t.to}
          value={to}
          onChange={setTo}
          without={[me?.username]}
          error={errors.to}
          autoFocus={!asker}
        />
        <MentionField
          label={t.text}
          value={words}
          onChange={setWords}
          onSubmit={send}
          error={errors.text}
          minRows={3}
          autoFocus={Boolean(asker)}
          testId="ask-text"
        />
        <UploadList uploads={uploads.uploads} onRemove={uploads.remove} />
        <Group gap={8}>
          <span style={{ marginRight: 'auto', marginLeft: -8 }}>
            <Attaching uploads={uploads} />
          </span>
          <Button variant="default" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button
            onClick={send}
            loading={ask.isPending}
            disabled={uploads.isBusy}
            data-testid="ask-send"
          >
            {t.send}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
