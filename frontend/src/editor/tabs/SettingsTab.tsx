// Name and description of the workflow, and deleting it.
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useDeleteWorkflow } from '../../api/mutations';
import { useWorkflow } from '../../api/queries';
import type { Workflow } from '../../api/types';
import { text } from '../../strings';
import { confirm } from '../../ui/confirm';
import { notifyError, notifySuccess } from '../../ui/notify';
import { useDesk } from '../state/context';
import classes from './tabs.module.css';

const t = text.editor.settingsTab;

export function SettingsTab({ looking }: { looking: boolean }) {
  const { session } = useDesk();
  const { data: workflow } = useWorkflow(session.slug);
  if (!workflow) return null;
  return (
    <div className={classes.page}>
      <Details key={workflow.slug} workflow={workflow} looking={looking} />
      {!looking && <Deletion workflow={workflow} />}
    </div>
  );
}

function Details({ workflow, looking }: { workflow: Workflow; looking: boolean }) {
  const { autosave } = useDesk();
  const [name, setName] = useState(workflow.name);
  const [description, setDescription] = useState(workflow.description);
  const changed = name !== workflow.name || description !== workflow.description;
  const save = async () => {
    try {
      await autosave.saveDetails({ name, description });
      notifySuccess(t.saved);
    } catch (error) {
      notifyError(t.notSaved, error);
    }
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextInput
        label={t.name}
        value={name}
        required
        disabled={looking}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label={t.description}
        value={description}
        autosize
        minRows={2}
        disabled={looking}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <TextInput label={t.slug} description={t.slugHint} value={workflow.slug} readOnly />
      {!looking && (
        <div>
          <Button type="submit" disabled={!changed || name.trim() === ''}>
            {t.save}
          </Button>
        </div>
      )}
    </form>
  );
}

function Deletion({ workflow }: { workflow: Workflow }) {
  const remove = useDeleteWorkflow();
  const navigate = useNavigate();
  const ask = async () => {
    const { name } = workflow;
    const typed = { words: name.trim(), label: t.deleteTyped(name) };
    const asked = { title: t.deleteTitle(name), verb: t.delete, children: t.deleteBody };
    if (!(await confirm({ ...asked, typed, danger: true }))) return;
    remove.mutate(workflow.slug, {
      onSuccess: () => {
        notifySuccess(t.deleted(workflow.name));
        void navigate('/workflows');
      },
      onError: (error) => notifyError(t.notDeleted, error),
    });
  };
  return (
    <div className={classes.danger}>
      <div>
        <b>{t.delete}</b>
        <p>{t.deleteBody}</p>
      </div>
      <Button
        variant="default"
        c="var(--f-red)"
        flex="none"
        loading={remove.isPending}
        onClick={() => void ask()}
      >
        {t.delete}
      </Button>
    </div>
  );
}
