// Somebody else saved first: both versions are kept until the person chooses.
import { Button, Modal } from '@mantine/core';
import { useCreateWorkflow } from '../../api/mutations';
import { useNames } from '../../api/people';
import { useWorkflow } from '../../api/queries';
import type { GraphJson, Workflow } from '../../api/types';
import { useCell } from '../../canvas/cell';
import { readGraph } from '../../graph/types';
import { text } from '../../strings';
import { notifyError, notifySuccess } from '../../ui/notify';
import { TimeAgo } from '../../ui/TimeAgo';
import { useDesk } from '../state/context';
import { ChangeList } from '../versions/ChangeList';
import classes from './header.module.css';

const t = text.editor.conflict;

export function ConflictDialog() {
  const { autosave } = useDesk();
  const theirs = useCell(autosave.theirs);
  return (
    <Modal
      opened={theirs !== null}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t.title}
      size={560}
    >
      {theirs && <Choice theirs={theirs} />}
    </Modal>
  );
}

function Choice({ theirs }: { theirs: Workflow }) {
  const { session, autosave } = useDesk();
  const name = useWorkflow(session.slug).data?.name ?? session.slug;
  const create = useCreateWorkflow();
  const nameOf = useNames();
  const keepCopy = () =>
    create.mutate(
      { name: t.copyOf(name), graph: session.graph.get() as GraphJson },
      {
        onSuccess: (copy) => {
          notifySuccess(t.copied(copy.name));
          autosave.takeTheirs(text.editor.steps.takeTheirs);
        },
        onError: (error) => notifyError(t.copyFailed, error),
      },
    );
  return (
    <>
      <p className={classes.quiet}>
        {t.who(theirs.updated_by ? nameOf(theirs.updated_by) : t.somebody)}{' '}
        <TimeAgo at={theirs.updated_at} />. {t.safe}
      </p>
      <p className={classes.quiet}>{t.yours}</p>
      <ChangeList before={readGraph(theirs.graph)} after={session.graph.get()} />
      <div className={classes.buttons}>
        <Button variant="subtle" color="gray" loading={create.isPending} onClick={keepCopy}>
          {t.copy}
        </Button>
        <Button
          variant="default"
          onClick={() => autosave.takeTheirs(text.editor.steps.takeTheirs)}
          data-testid="conflict-theirs"
        >
          {t.theirs}
        </Button>
        <Button onClick={() => void autosave.keepMine()} data-testid="conflict-mine">
          {t.mine}
        </Button>
      </div>
    </>
  );
}
