// Making or changing a webhook: its name, its address, what it is told and in which form.
import { Button, Checkbox, Modal, MultiSelect, SegmentedControl, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../../api/client';
import { useWorkflows } from '../../api/queries';
import type { Webhook } from '../../api/types';
import { text } from '../../strings';
import { notifyError } from '../../ui/notify';
import { useSave } from './api';
import classes from './webhooks.module.css';

const t = text.webhooks;

type Kind = Webhook['kinds'][number];
type Draft = Pick<Webhook, 'name' | 'url' | 'preset' | 'kinds' | 'workflows'>;

const KINDS = Object.keys(t.kindNames) as Kind[];
/** As the server's own choice: all about tasks, and runs that fail. */
const FIRST = KINDS.filter((kind) => kind.startsWith('task.') || kind === 'run.failed');

interface FieldsProps {
  draft: Draft;
  set: (changes: Partial<Draft>) => void;
  wrong: Record<string, string>;
}

function WhereFields({ draft, set, wrong }: FieldsProps) {
  return (
    <>
      <TextInput
        label={t.name}
        placeholder={t.namePlaceholder}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={wrong.name}
        data-autofocus
      />
      <TextInput
        label={t.url}
        description={t.urlHint}
        placeholder={t.urlPlaceholder}
        type="url"
        value={draft.url}
        onChange={(event) => set({ url: event.currentTarget.value })}
        error={wrong.url}
      />
      <div>
        <span className={classes.label}>{t.preset}</span>
        <SegmentedControl
          fullWidth
          aria-label={t.preset}
          data={[
            { value: 'fermata', label: t.presetFermata },
            { value: 'slack', label: t.presetSlack },
          ]}
          value={draft.preset}
          onChange={(preset) => set({ preset: preset as Draft['preset'] })}
        />
      </div>
    </>
  );
}

function KindGroup({ label, kinds }: { label: string; kinds: Kind[] }) {
  return (
    <fieldset className={classes.kinds}>
      <legend>{label}</legend>
      {kinds.map((kind) => (
        <Checkbox key={kind} value={kind} label={t.kindNames[kind]} />
      ))}
    </fieldset>
  );
}

function WhatFields({ draft, set, wrong }: FieldsProps) {
  const flows = useWorkflows().data ?? [];
  const about = (prefix: string) => KINDS.filter((kind) => kind.startsWith(prefix));
  return (
    <>
      <Checkbox.Group
        label={t.kinds}
        value={draft.kinds}
        onChange={(kinds) => set({ kinds: kinds as Kind[] })}
        error={wrong.kinds}
      >
        <div className={classes.pair}>
          <KindGroup label={t.aboutTasks} kinds={about('task.')} />
          <KindGroup label={t.aboutRuns} kinds={about('run.')} />
        </div>
      </Checkbox.Group>
      <MultiSelect
        label={t.workflows}
        placeholder={draft.workflows.length ? undefined : t.allWorkflows}
        data={flows.map(({ slug, name }) => ({ value: slug, label: name }))}
        value={draft.workflows}
        onChange={(workflows) => set({ workflows })}
        error={wrong.workflows}
        searchable
        clearable
      />
    </>
  );
}

const draftOf = (webhook: Webhook | null): Draft =>
  webhook ?? { name: '', url: '', preset: 'fermata', kinds: FIRST, workflows: [] };

interface DialogProps {
  /** null makes one. */
  webhook: Webhook | null;
  onClose: () => void;
  onSecret: (secret: string) => void;
}

export function WebhookDialog({ webhook, onClose, onSecret }: DialogProps) {
  const save = useSave(webhook?.id);
  const [draft, setDraft] = useState(() => draftOf(webhook));
  const { name, url, preset, kinds, workflows } = draft;
  const isComplete = Boolean(name.trim() && url.trim() && kinds.length);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    save.mutate(
      { name, url, preset, kinds, workflows },
      {
        onSuccess: ({ secret }) => {
          onClose();
          if (secret) onSecret(secret);
        },
        onError: (error) => {
          if (Object.keys(fieldErrors(error)).length === 0) notifyError(t.saveFailed, error);
        },
      },
    );
  };
  const fields = {
    draft,
    set: (changes: Partial<Draft>) => setDraft({ ...draft, ...changes }),
    wrong: fieldErrors(save.error),
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={webhook ? t.editTitle(webhook.name) : t.addTitle}
      size={600}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <WhereFields {...fields} />
        <WhatFields {...fields} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!isComplete}>
            {t.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
