// What every field is given.
import type { Json, JsonSchema } from '../../graph/types';

export interface FieldProps {
  name: string;
  schema: JsonSchema;
  root: JsonSchema;
  value: Json | undefined;
  /** `undefined` takes the value away, so that the node's own default holds. */
  onChange: (value: Json | undefined) => void;
  label: string;
  disabled?: boolean | undefined;
}

export const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value);

export const defaultOf = (schema: JsonSchema): string => {
  const { default: fallback } = schema;
  return typeof fallback === 'string' || typeof fallback === 'number' ? String(fallback) : '';
};
