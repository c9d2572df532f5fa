// Giving the run's present moment a name.
import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../../api/client';
import { useSaveCheckpoint } from '../../api/recovering';
import { text } from '../../strings';
import { notifySuccess } from '../../ui/notify';
import type { DialogProps } from './dialogs';
import { Refusal } from './Refusal';
import classes from './recover.module.css';

const t = text.checkpoints;

export default function CheckpointDialog({ store, onClose }: DialogProps) {
  const [name, setName] = useState('');
  const save = useSaveCheckpoint();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === '') return;
    save.mutate(
      { id: store.head.id, name: wanted },
      {
        onSuccess: () => {
          notifySuccess(t.saved(wanted));
          onClose();
        },
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={t.saveTitle} size={440}>
      <form onSubmit={submit}>
        <p className={classes.intro}>{t.saveHint}</p>
        <div className={classes.body}>
          <TextInput
            label={t.name}
            placeholder={t.nameExample}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fieldErrors(save.error).name}
            maxLength={200}
            required
            withAsterisk={false}
            data-autofocus
          />
          <Refusal error={save.error} />
        </div>
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
            {t.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
