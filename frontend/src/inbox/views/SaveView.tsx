// Keeps the list as it is shown under a name.
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useChangeViews } from '../../api/inbox';
import { text } from '../../strings';
import { notifyError, notifySuccess } from '../../ui/notify';

const t = text.triage.views;

export default function SaveView({ query, onClose }: { query: string; onClose: () => void }) {
  const [name, setName] = useState('');
  const views = useChangeViews();
  const save = (event: FormEvent) => {
    event.preventDefault();
    views.mutate(
      { act: 'save', name: name.trim(), query },
      {
        onSuccess: () => {
          notifySuccess(t.saved(name.trim()));
          onClose();
        },
        onError: (error) => notifyError(t.notSaved, error),
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={t.saveTitle}>
      <form onSubmit={save}>
        <TextInput
          label={t.name}
          description={t.nameHint}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={80}
          data-autofocus
          data-testid="view-name"
        />
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button type="submit" disabled={name.trim() === ''} loading={views.isPending}>
            {t.saveVerb}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
