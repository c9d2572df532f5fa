// The dialog that makes a workflow: a name, and blank or a template to start from.
import { Button, Group, Modal, Stack, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { fieldErrors } from '../api/client';
import { useCreateWorkflow } from '../api/mutations';
import { useTemplates } from '../api/queries';
import type { Template } from '../api/types';
import { text } from '../strings';
import { explain } from '../ui/ErrorState';
import { TemplateCard } from './TemplateGallery';
import classes from './workflows.module.css';

const t = text.workflows;

function useForm(template: Template | null) {
  const navigate = useNavigate();
  const create = useCreateWorkflow();
  const [picked, setPicked] = useState(template);
  const [name, setName] = useState(template?.name ?? '');
  const [description, setDescription] = useState(template?.description ?? '');
  const errors = fieldErrors(create.error);
  const pick = (next: Template | null) => {
    // Words that came with a template change with it; what was typed stays.
    if (name === '' || name === picked?.name) setName(next?.name ?? '');
    if (description === '' || description === picked?.description) {
      setDescription(next?.description ?? '');
    }
    setPicked(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      { name: name.trim(), description: description.trim(), graph: picked?.graph },
      { onSuccess: ({ slug }) => void navigate(`/workflows/${slug}`) },
    );
  };
  const refused = create.error && !errors.name ? explain(create.error).what : undefined;
  return {
    picked,
    pick,
    name,
    setName,
    description,
    setDescription,
    errors,
    refused,
    submit,
    busy: create.isPending,
  };
}

export function NewWorkflow({ template, onClose }: NewWorkflowProps) {
  const form = useForm(template);
  const templates = useTemplates().data ?? [];
  return (
    <Modal opened onClose={onClose} title={t.create} size="lg">
      <form onSubmit={form.submit}>
        <Stack gap="md">
          <TextInput
            label={t.name}
            value={form.name}
            onChange={(event) => form.setName(event.currentTarget.value)}
            error={form.errors.name ?? form.refused}
            maxLength={200}
            required
            withAsterisk={false}
            data-autofocus
          />
          <Textarea
            label={t.description}
            value={form.description}
            onChange={(event) => form.setDescription(event.currentTarget.value)}
            error={form.errors.description}
            autosize
            minRows={2}
          />
          <fieldset className={classes.choices}>
            <legend>{t.startFrom}</legend>
            <div className={classes.gallery}>
              <UnstyledButton
                className={`f-card ${classes.template} ${classes.blank}`}
                aria-pressed={form.picked === null}
                onClick={() => form.pick(null)}
              >
                <IconPlus size={20} stroke={1.6} />
                <span className={classes.words}>
                  <b>{t.blank}</b>
                </span>
              </UnstyledButton>
              {templates.map((one) => (
                <TemplateCard
                  key={one.slug}
                  template={one}
                  picked={form.picked?.slug === one.slug}
                  onPick={form.pick}
                />
              ))}
            </div>
          </fieldset>
        </Stack>
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button type="submit" loading={form.busy} disabled={form.name.trim() === ''}>
            {t.createVerb}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

interface NewWorkflowProps {
  template: Template | null;
  onClose: () => void;
}
