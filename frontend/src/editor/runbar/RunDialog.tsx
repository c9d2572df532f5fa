// Starting a run: the inputs as a form or as JSON, on what is published or on a version made now.
import { Button, Modal } from '@mantine/core';
import { IconFlask, IconInfoCircle } from '@tabler/icons-react';
import { useId, useRef, useState } from 'react';
import { fieldErrors } from '../../api/client';
import { idempotencyKey, useStartRun } from '../../api/mutations';
import { useWorkflow } from '../../api/queries';
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
import { TrialOptions } from '../trying/TrialOptions';
import { useTestData, useTrying } from '../trying/testData';
import { useTrial } from '../trying/useTrial';
import { inputSchema } from './inputs';
import classes from './runbar.module.css';

const t = text.editor.run;

/** Opened by its button, and for the way to one step by what is asked of `Trying`. */
export function RunDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const session = useSession();
  const trying = useTrying();
  const asked = useCell(trying.asked);
  const until = asked?.until ?? null;
  const close = () => {
    trying.asked.set(null);
    onClose();
  };
  const title = until === null ? t.title : text.trying.until(session.node(until)?.title || until);
  return (
    <Modal
      opened={open || asked !== null}
      onClose={close}
      title={title}
      size={560}
      keepMounted={false}
    >
      <RunForm until={until} onClose={close} />
    </Modal>
  );
}

/** What the buttons start: the draft, published first, or the version that is out. */
function offers({ version, changed, valid }: Draft, withdrawn: boolean) {
  return {
    fresh: (changed || version === null || withdrawn) && valid,
    old: version !== null && !withdrawn,
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

/** Which of the buttons was pressed: the form's fields are checked for each of them. */
type Way = 'publish' | 'old' | 'trial';

function useWays(until: string | null, onClose: () => void) {
  const draft = useDraft();
  const session = useSession();
  const withdrawn = useWorkflow(session.slug).data?.withdrawn === true;
  const offer = offers(draft, withdrawn);
  const real = useStart(onClose);
  const trial = useTrial();
  const trying = useTrying();
  const go = async (way: Way, inputs: JsonObject) => {
    trying.change({ inputs });
    if (way !== 'trial') return real.begin(inputs, way === 'publish');
    if (await trial.begin({ inputs, ...(until !== null && { until }) })) onClose();
  };
  const error = trial.error ?? real.error;
  return { draft, offer, go, busy: real.busy || trial.busy, error };
}

function RunForm({ until, onClose }: { until: string | null; onClose: () => void }) {
  const graph = useCell(useSession().graph);
  const { draft, offer, go, busy, error } = useWays(until, onClose);
  const drafted = until !== null || offer.fresh || !draft.published;
  const schema = inputSchema(drafted ? graph : (draft.published ?? graph));
  const [inputs, setInputs] = useState<unknown>(useTestData().inputs);
  const way = useRef<Way>('trial');
  const id = useId();
  const drawn = hasFields(schema as JsonSchema | null);
  const submit = (value: unknown) =>
    void go(way.current, (isObject(value) ? value : {}) as JsonObject);
  const errors = inputErrors(error);
  return (
    <>
      {until === null && offer.note && <Note words={offer.note} tone="red" />}
      {until === null && offer.fresh && offer.old && (
        <Note words={t.draftDiffers(draft.version ?? 0)} />
      )}
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
      <TrialOptions />
      <div className={classes.foot}>
        <Button variant="default" mr="auto" onClick={onClose}>
          {text.common.cancel}
        </Button>
        <Ways
          {...{ id, busy, offer }}
          only={until !== null}
          version={draft.version ?? 0}
          onWay={(next) => {
            way.current = next;
          }}
        />
      </div>
    </>
  );
}

interface WaysProps {
  id: string;
  busy: boolean;
  offer: ReturnType<typeof offers>;
  /** Only a trial run can end at a step. */
  only: boolean;
  version: number;
  onWay: (way: Way) => void;
}

/** The buttons that send the form; the primary one is what is meant most often. */
function Ways({ id, busy, offer, only, version, onWay }: WaysProps) {
  const send = { type: 'submit', form: id, disabled: busy } as const;
  return (
    <>
      <Button
        {...send}
        variant={only ? 'filled' : 'default'}
        leftSection={<IconFlask size={16} />}
        onClick={() => onWay('trial')}
        data-testid="trial-confirm"
      >
        {text.trying.test}
      </Button>
      {!only && offer.fresh && offer.old && (
        <Button {...send} variant="default" onClick={() => onWay('old')}>
          {t.runVersion(version)}
        </Button>
      )}
      {!only && (
        <Button
          type="submit"
          form={id}
          loading={busy}
          disabled={!offer.fresh && !offer.old}
          onClick={() => onWay(offer.fresh ? 'publish' : 'old')}
          data-testid="run-confirm"
        >
          {offer.fresh ? t.publishAndRun : t.run}
        </Button>
      )}
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
      <div className={classes.label} aria-hidden>
        {t.inputs}
      </div>
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
