// Publish: enabled while the draft is sound and differs; shows what goes out before it does.
import { Button, Modal, TextInput, Tooltip } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useWorkflow } from '../../api/queries';
import { useCell } from '../../canvas/cell';
import { EMPTY_GRAPH, readGraph } from '../../graph/types';
import { text } from '../../strings';
import { notifyInfo } from '../../ui/notify';
import { useDesk } from '../state/context';
import { useDraft } from '../state/useDraft';
import { usePublishDraft } from '../state/usePublishDraft';
import { Comparison } from '../versions/Comparison';
import { useWhose } from '../versions/useWhose';
import classes from './header.module.css';

const t = text.editor.publish;

export function PublishButton() {
  const { session } = useDesk();
  const draft = useDraft();
  const [open, setOpen] = useState(false);
  const { data: workflow } = useWorkflow(session.slug);
  const fresh = draft.changed || workflow?.withdrawn === true;
  const empty = useCell(session.graph).nodes.length === 0;
  const reason = empty ? t.empty : draft.valid ? (fresh ? '' : t.unchanged) : t.problems;
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
        title={t.title((draft.version ?? 0) + (draft.changed ? 1 : 0))}
        size={1320}
      >
        <PublishForm onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function PublishForm({ onClose }: { onClose: () => void }) {
  const draft = useDraft();
  const { session } = useDesk();
  const after = useCell(session.graph);
  const before = useMemo(
    () => (draft.published ? readGraph(draft.published) : EMPTY_GRAPH),
    [draft.published],
  );
  const whose = useWhose(before, after);
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
      {whose.words && <p className={classes.quiet}>{whose.words}</p>}
      <Comparison before={before} after={after} authors={whose.authors} />
      <TextInput
        mt={16}
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
