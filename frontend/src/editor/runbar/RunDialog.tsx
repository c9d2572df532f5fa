// Starting a run: the inputs as a form or as JSON, on what is published or on a version made now.
import { Button, Modal } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { fieldErrors } from '../../api/client';
import { idempotencyKey, useStartRun } from '../../api/mutations';
import type { JsonObject, JsonSchema } from '../../api/types';
import { useCell } from '../../canvas/cell';
import { isObject } from '../../graph/types';
import { text } from '../../strings';
import { hasFields, SchemaForm } from '../../ui/form/SchemaForm';
import { notifyError } from '../../ui/notify';
import { JsonField } from '../fields/JsonField';
import { useSession, useShownRun } from '../state/context';
import { type Draft, useDraft } from '../state/useDraft';
import { usePublishDraft } from '../state/usePublishDraft';
import { inputSchema } from './inputs';
import classes from './runbar.module.css';

const t = text.editor.run;

export function RunDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal opened={open} onClose={onClose} title={t.title} size={520} keepMounted={false}>
      <RunForm onClose={onClose} />
    </Modal>
  );
}

/** What the buttons start: the draft, published first, or the version that is out. */
function offers({ version, changed, valid }: Draft) {
  return {
    fresh: (changed || version === null) && valid,
    old: version !== null,
    note: version === null && !valid ? t.needsSound : changed && !valid ? t.draftUnsound : '',
  };
}

function useStart(onDone: () => void) {
  const session = useSession();
  const run = useShownRun();
  const start = useStartRun();
  const publish = usePublishDraft();
  const [key] = useState(idempotencyKey);
  const begin = async (inputs: JsonObject, first: boolean) => {
    if (first && (await publish.run()) === null) return;
    start.mutate(
      { slug: session.slug, inputs, idempotency_key: key },
      {
        onSuccess: ({ id }) => {
          run.show(id);
          onDone();
        },
        onError: (error) => {
          if (Object.keys(fieldErrors(error)).length === 0) notifyError(t.failed, error);
        },
      },
    );
  };
  return { begin, busy: start.isPending || publish.busy, error: start.error };
}

function inputErrors(error: unknown): Record<string, string> {
  const found = Object.entries(fieldErrors(error));
  return Object.fromEntries(
    found.map(([attr, detail]) => [attr.replace(/^inputs[./]?/, ''), detail]),
  );
}

function RunForm({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const draft = useDraft();
  const graph = useCell(session.graph);
  const offer = offers(draft);
  const schema = inputSchema(offer.fresh || !draft.published ? graph : draft.published);
  const [inputs, setInputs] = useState<unknown>({});
  const [old, setOld] = useState(false);
  const { begin, busy, error } = useStart(onClose);
  const id = useId();
  const drawn = hasFields(schema as JsonSchema | null);
  const submit = (value: unknown) =>
    void begin((isObject(value) ? value : {}) as JsonObject, offer.fresh && !old);
  const errors = inputErrors(error);
  return (
    <>
      {offer.note && <Note words={offer.note} tone="red" />}
      {offer.fresh && offer.old && <Note words={t.draftDiffers(draft.version ?? 0)} />}
      {drawn ? (
        <SchemaForm
          id={id}
          schema={schema as JsonSchema}
          value={inputs}
          onChange={setInputs}
          onSubmit={submit}
          errors={errors}
          disabled={busy}
        />
      ) : (
        <PlainForm id={id} value={inputs} onChange={setInputs} onSubmit={submit} />
      )}
      {errors[''] && <Note words={errors['']} tone="red" />}
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
        {offer.fresh && offer.old && (
          <Button
            variant="default"
            type="submit"
            form={id}
            disabled={busy}
            onClick={() => setOld(true)}
          >
            {t.runVersion(draft.version ?? 0)}
          </Button>
        )}
        <Button
          type="submit"
          form={id}
          loading={busy}
          disabled={!offer.fresh && !offer.old}
          onClick={() => setOld(false)}
          data-testid="run-confirm"
        >
          {offer.fresh ? t.publishAndRun : t.run}
        </Button>
      </div>
    </>
  );
}

interface PlainFormProps {
  id: string;
  value: unknown;
  onChange: (value: unknown) => void;
  onSubmit: (value: unknown) => void;
}

/** Without a schema the inputs are any JSON object. */
function PlainForm({ id, value, onChange, onSubmit }: PlainFormProps) {
  return (
    <form
      id={id}
      data-testid="run-inputs"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(value);
      }}
    >
      <JsonField
        name="inputs"
        schema={{}}
        root={{}}
        label={t.inputs}
        value={isObject(value) ? value : {}}
        onChange={(next) => onChange(next ?? {})}
      />
      <p className="f-small f-dim">{t.inputsHint}</p>
    </form>
  );
}

function Note({ words, tone }: { words: string; tone?: string }) {
  return (
    <p className={classes.note} data-tone={tone} role={tone && 'alert'}>
      <IconInfoCircle size={16} /> {words}
    </p>
  );
}
