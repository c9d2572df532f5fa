// A form drawn from a JSON Schema: inputs of a run, the answer to a task, the data of a resume.
import type { ReactNode } from 'react';
import type { JsonSchema } from '../../api/types';
import { language } from '../../strings/language';
import { SkeletonText } from '../Skeletons';
import { later } from '../shell/later';

export interface SchemaFormProps {
  schema: JsonSchema;
  value: unknown;
  onChange?: (value: unknown) => void;
  /** Called with valid data only, when a submit button of the form is pressed. */
  onSubmit?: (value: unknown) => void;
  /** What the server refused: `{field: sentence}`, from `fieldErrors(error)`. */
  errors?: Record<string, string>;
  uiSchema?: Record<string, unknown>;
  disabled?: boolean;
  /** For a submit button outside: `<Button type="submit" form={id}>`. */
  id?: string;
  /** Buttons under the fields. */
  children?: ReactNode;
}

const loadBody = async () => {
  if (language() === 'de') await import('dayjs/locale/de');
  return import('./SchemaFormBody');
};

export const SchemaForm = later<SchemaFormProps>(loadBody, <SkeletonText lines={5} />);

/** True when there is anything to ask: an object schema without properties draws nothing. */
export function hasFields(schema: JsonSchema | null | undefined): schema is JsonSchema {
  if (!schema) return false;
  const { type, properties } = schema as { type?: string; properties?: object };
  if (type === 'object' || properties) return Object.keys(properties ?? {}).length > 0;
  return Object.keys(schema).length > 0;
}
