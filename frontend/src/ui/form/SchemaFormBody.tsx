// The form itself; heavy, so only SchemaForm.tsx loads it, when one is shown.
import Form from '@rjsf/mantine';
import {
  type ErrorSchema,
  type RJSFSchema,
  replaceStringParameters,
  type UiSchema,
} from '@rjsf/utils';
import { useMemo } from 'react';
import { text } from '../../strings';
import { Calendars, dateWidgets } from './dates';
import { FileField } from './FileField';
import { normalise } from './normalise';
import type { SchemaFormProps } from './SchemaForm';
import { validator } from './validator';

function nested(errors: Record<string, string> | undefined): ErrorSchema | undefined {
  if (!errors) return undefined;
  const root: Record<string, unknown> = {};
  for (const [attr, detail] of Object.entries(errors)) {
    let at = root;
    for (const part of attr.split(/[./]/).filter(Boolean)) {
      at[part] ??= {};
      at = at[part] as Record<string, unknown>;
    }
    at.__errors = [...((at.__errors as string[] | undefined) ?? []), detail];
  }
  return root as ErrorSchema;
}

const widgets = { ...dateWidgets, FileWidget: FileField };

const translated = (english: string, params?: string[]) =>
  replaceStringParameters(text.form.library[english] ?? english, params);

// The fields say what is wrong; the console need not.
const quiet = () => undefined;

export default function SchemaFormBody(props: SchemaFormProps) {
  const { schema, value, onChange, onSubmit, errors, disabled, id, children } = props;
  const drawn = useMemo(() => normalise(schema) as RJSFSchema, [schema]);
  const extraErrors = useMemo(() => nested(errors), [errors]);
  const uiSchema = useMemo<UiSchema>(
    () => ({ 'ui:submitButtonOptions': { norender: true }, 'ui:title': '', ...props.uiSchema }),
    [props.uiSchema],
  );
  return (
    <Calendars>
      <Form
        id={id}
        className="f-form"
        schema={drawn}
        uiSchema={uiSchema}
        validator={validator}
        widgets={widgets}
        translateString={translated}
        formData={value}
        disabled={disabled}
        extraErrors={extraErrors}
        extraErrorsBlockSubmit={false}
        showErrorList={false}
        noHtml5Validate
        focusOnFirstError
        onError={quiet}
        onChange={(event) => onChange?.(event.formData)}
        onSubmit={(event) => onSubmit?.(event.formData)}
      >
        {children ?? <span hidden />}
      </Form>
    </Calendars>
  );
}
