// Starting a run of a workflow that is a Python function: its inputs as a form, or as JSON.
import { Button, Modal } from '@mantine/core';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { fieldErrors } from '../api/client';
import { idempotencyKey, useStartRun } from '../api/mutations';
import type { JsonObject, JsonSchema } from '../api/types';
import { Refusal } from '../run/recover/Refusal';
import { isObject } from '../run/words';
import { text } from '../strings';
import { hasFields, SchemaForm } from '../ui/form/SchemaForm';
import classes from './code.module.css';

const t = text.functions;

interface StartRunProps {
  slug: string;
  inputs: JsonSchema;
  onClose: () => void;
}

export default function StartRun({ slug, inputs, onClose }: StartRunProps) {
  const id = useId();
  const navigate = useNavigate();
  const start = useStartRun();
  const [key] = useState(idempotencyKey);
  const [value, setValue] = useState<unknown>({});
  const begin = (given: unknown) =>
    start.mutate(
      { slug, inputs: isObject(given) ? (given as JsonObject) : {}, idempotency_key: key },
      { onSuccess: (run) => void navigate(`/runs/${run.id}`) },
    );
  const refused = Object.fromEntries(
    Object.entries(fieldErrors(start.error)).map(([attr, detail]) => [
      attr.replace(/^inputs[./]?/, ''),
      detail,
    ]),
  );
  return (
    <Modal opened onClose={onClose} title={t.start} size={520}>
      {hasFields(inputs) ? (
        <SchemaForm
          id={id}
          schema={inputs}
          value={value}
          onChange={setValue}
          onSubmit={begin}
          errors={refused}
          disabled={start.isPending}
        />
      ) : (
        <p className="f-dim">{t.noInputs}</p>
      )}
      <Refusal error={start.error} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
        {hasFields(inputs) ? (
          <Button type="submit" form={id} loading={start.isPending} data-testid="run-confirm">
            {t.startVerb}
          </Button>
        ) : (
          <Button loading={start.isPending} onClick={() => begin({})} data-testid="run-confirm">
            {t.startVerb}
          </Button>
        )}
      </div>
    </Modal>
  );
}
