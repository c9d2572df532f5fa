// A remark on a task that decides nothing: a question back, a note for the others.
import { Button, Group, Textarea } from '@mantine/core';
import { IconMessagePlus } from '@tabler/icons-react';
import { useState } from 'react';
import { text } from '../../strings';
import { notifyError } from '../../ui/notify';
import { useRemark } from './useClaim';

const t = text.inbox;

export function Remark({ taskId }: { taskId: string }) {
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const remark = useRemark(taskId);
  const close = () => {
    setOpen(false);
    setTyped('');
  };
  const post = () =>
    remark.mutate(
      { text: typed.trim() },
      { onSuccess: close, onError: (error) => notifyError(t.remarkFailed, error) },
    );
  if (!isOpen) {
    return (
      <div>
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          ml={-8}
          leftSection={<IconMessagePlus size={16} />}
          onClick={() => setOpen(true)}
        >
          {t.remark}
        </Button>
      </div>
    );
  }
  return (
    <div>
      <Textarea
        label={t.remarkLabel}
        placeholder={t.remarkPlaceholder}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={5000}
        autoFocus
      />
      <Group justify="flex-end" gap={8} mt={8}>
        <Button variant="subtle" color="gray" onClick={close}>
          {text.common.cancel}
        </Button>
        <Button
          variant="default"
          onClick={post}
          loading={remark.isPending}
          disabled={typed.trim() === ''}
        >
          {t.remarkPost}
        </Button>
      </Group>
    </div>
  );
}
