// Adding or changing a trigger: what starts the workflow, and what the run is given.
import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../api/client';
import type { Trigger, TriggerKind } from '../api/engine';
import { useChangeTrigger, useCreateTrigger } from '../api/triggers';
import type { JsonObject } from '../api/types';
import { Refusal } from '../run/recover/Refusal';
import { text } from '../strings';
import { ownZone } from '../strings/language';
import { JsonText } from '../ui/json/JsonText';
import { asText, readObject } from '../ui/json/readJson';
import { notifySuccess } from '../ui/notify';
import { EventFields } from './EventFields';
import { KindChoice } from './KindChoice';
import { ScheduleFields } from './ScheduleFields';
import { partsOf } from './schedule';
import classes from './triggers.module.css';
import { exampleInputs } from './words';

const t = text.triggers;
const FIRST: Record<TriggerKind, () => JsonObject> = {
  webhook: () => ({}),
  schedule: () => ({ cron: '0 9 * * 1-5', timezone: ownZone(), missed: 'last' }),
  event: () => ({ event: '' }),
};

interface TriggerDialogProps {
  slug: string;
  fields: string[];
  /** null adds one. */
  trigger: Trigger | null;
  onDone: (trigger: Trigger) => void;
  onClose: () => void;
}

interface Draft {
  kind: TriggerKind;
  name: string;
  settings: JsonObject;
  /** As typed; empty is none. */
  inputs: string;
}

function draftOf(trigger: Trigger | null): Draft {
  if (!trigger) return { kind: 'webhook', name: '', settings: {}, inputs: '' };
  const { kind, name, settings, inputs } = trigger;
  return { kind, name, settings, inputs: Object.keys(inputs).length > 0 ? asText(inputs) : '' };
}

/** What keeps the draft from being sent; the server looks at the rest. */
export function problemsOf({ kind, settings, inputs }: Draft): Record<string, string> {
  const found: Record<string, string> = {};
  const read = inputs.trim() === '' ? null : readObject(inputs);
  if (read && !read.ok) found.inputs = read.why;
  const { cron } = settings;
  if (kind === 'schedule' && (typeof cron !== 'string' || partsOf(cron).length !== 5)) {
    found['settings.cron'] = t.notCron;
  }
  return found;
}

/** Complaints about parts of the inputs stand at the one field there is. */
function refusedInputs(refused: Record<string, string>): string | undefined {
  const found = Object.entries(refused).filter(([attr]) => /^inputs([./]|$)/.test(attr));
  return found.map(([attr, detail]) => `${attr}: ${detail}`).join(' ') || undefined;
}

function useSave({ slug, trigger, onDone }: TriggerDialogProps) {
  const create = useCreateTrigger(slug);
  const change = useChangeTrigger(slug);
  const save = ({ kind, name, settings, inputs }: Draft) => {
    const read = readObject(inputs);
    const body = { name: name.trim(), settings, inputs: read.ok ? read.value : null };
    const done = (words: string) => ({
      onSuccess: (made: Trigger) => {
        notifySuccess(words);
        onDone(made);
      },
    });
    if (trigger) change.mutate({ id: trigger.id, ...body }, done(t.saved));
    else create.mutate({ kind, ...body }, done(t.added));
  };
  const call = trigger ? change : create;
  return { save, error: call.error, busy: call.isPending };
}

export default function TriggerDialog(props: TriggerDialogProps) {
  const { trigger, fields, onClose } = props;
  const [draft, setDraft] = useState(() => draftOf(trigger));
  const [tried, setTried] = useState(false);
  const { save, error, busy } = useSave(props);
  const { kind, settings } = draft;
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const setSettings = (part: JsonObject) => set({ settings: { ...settings, ...part } });
  const problems = problemsOf(draft);
  const refused = fieldErrors(error);
  const errors = { ...refused, ...(tried ? problems : {}) };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problems).length === 0) save(draft);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={trigger ? t.editTitle(t.kinds[kind]) : t.addTitle}
      size={600}
    >
      <form onSubmit={submit} className={classes.body} data-testid="trigger-form">
        {!trigger && (
          <KindChoice
            value={kind}
            onChange={(next) => set({ kind: next, settings: FIRST[next]() })}
          />
        )}
        <TextInput
          label={t.name}
          placeholder={t.nameHint}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={errors.name}
          maxLength={200}
        />
        {kind === 'schedule' && (
          <ScheduleFields settings={settings} errors={errors} onChange={setSettings} />
        )}
        {kind === 'event' && (
          <EventFields settings={settings} errors={errors} onChange={setSettings} />
        )}
        <div>
          <JsonText
            label={t.inputs}
            description={t.inputsHint[kind]}
            value={draft.inputs}
            onChange={(inputs) => set({ inputs })}
            error={problems.inputs ?? refusedInputs(refused)}
            testId="trigger-inputs"
          />
          {draft.inputs === '' && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              mt={4}
              onClick={() => set({ inputs: asText(exampleInputs(kind, fields)) })}
            >
              {t.useExample}
            </Button>
          )}
        </div>
        <Refusal error={error} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button type="submit" loading={busy} data-testid="trigger-save">
            {trigger ? t.save : t.add}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
