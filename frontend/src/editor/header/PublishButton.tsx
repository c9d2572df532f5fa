// Publish: enabled while the draft is sound and differs; shows what goes out before it does.
import { Button, Modal, TextInput, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useCell } from '../../canvas/cell';
import { text } from '../../strings';
import { notifyInfo } from '../../ui/notify';
import { useDesk } from '../state/context';
import { useDraft } from '../state/useDraft';
import { usePublishDraft } from '../state/usePublishDraft';
import { DifferenceList } from './DifferenceList';
import classes from './header.module.css';

const t = text.editor.publish;

export function PublishButton() {
  const { session } = useDesk();
  const draft = useDraft();
  const [open, setOpen] = useState(false);
  const empty = useCell(session.graph).nodes.length === 0;
  const reason = empty ? t.empty : draft.valid ? (draft.changed ? '' : t.unchanged) : t.problems;
  useEffect(() => {
    session.publish.set(() => (reason === '' ? setOpen(true) : void notifyInfo(reason)));
  }, [session, reason]);
  return (
    <>
      <Tooltip label={reason} disabled={reason === ''}>
        <Button
          data-testid="publish-button"
          data-disabled={reason !== '' || undefined}
          aria-disabled={reason !== ''}
          onClick={() => reason === '' && setOpen(true)}
        >
          {t.publish}
        </Button>
      </Tooltip>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t.title((draft.version ?? 0) + 1)}
        size={520}
      >
        <PublishForm onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function PublishForm({ onClose }: { onClose: () => void }) {
  const draft = useDraft();
  const publish = usePublishDraft();
  const [note, setNote] = useState('');
  const send = async () => {
    if (await publish.run(note)) onClose();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p className={classes.quiet}>{draft.version === null ? t.first : t.next(draft.version)}</p>
      <DifferenceList difference={draft.difference} />
      <TextInput
        label={t.note}
        placeholder={t.notePlaceholder}
        value={note}
        maxLength={200}
        data-autofocus
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
        <Button type="submit" loading={publish.busy} data-testid="publish-confirm">
          {t.publish}
        </Button>
      </div>
    </form>
  );
}
