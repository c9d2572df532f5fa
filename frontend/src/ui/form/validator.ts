// A validator for rjsf that interprets the schema instead of compiling it: the page's CSP forbids eval.
import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import {
  type CustomValidator,
  createErrorHandler,
  type ErrorTransformer,
  type RJSFSchema,
  type RJSFValidationError,
  toErrorSchema,
  type UiSchema,
  unwrapErrorHandler,
  type ValidationData,
  type ValidatorType,
  validationDataMerge,
} from '@rjsf/utils';
import { text } from '../../strings';
import { ruleSentence } from './rules';

// Keywords that only say "something below failed"; what failed below is in the list itself.
const WRAPPERS = new Set(['properties', 'items', '$ref', 'allOf', 'additionalProperties']);

/** Where an error belongs, in rjsf's notation: "#/lines/0/amount" becomes ".lines.0.amount". */
function property(unit: OutputUnit): string {
  const path = unit.instanceLocation
    .replace(/^#/, '')
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
  const missing =
    unit.keyword === 'required' ? /property "(.+?)"/.exec(unit.error)?.[1] : undefined;
  if (missing !== undefined) path.push(missing);
  return path.length ? `.${path.join('.')}` : '';
}

function toRjsf(unit: OutputUnit): RJSFValidationError {
  const where = property(unit);
  const message =
    unit.keyword === 'required'
      ? text.form.required
      : (ruleSentence(unit.keyword, unit.error) ?? text.form.invalid);
  return {
    name: unit.keyword,
    property: where,
    message,
    stack: message,
    schemaPath: unit.keywordLocation,
  };
}

function check(schema: RJSFSchema, data: unknown): RJSFValidationError[] {
  const result = new Validator(schema as Schema, '2020-12', false).validate(data ?? null);
  return result.errors.filter((unit) => !WRAPPERS.has(unit.keyword)).map(toRjsf);
}

/** JSON has no undefined: a cleared field counts as absent. */
function clean(data: unknown): unknown {
  return data === undefined ? undefined : JSON.parse(JSON.stringify(data));
}

export const validator: ValidatorType = {
  validateFormData(
    formData: unknown,
    schema: RJSFSchema,
    customValidate?: CustomValidator,
    transformErrors?: ErrorTransformer,
    uiSchema?: UiSchema,
  ): ValidationData<unknown> {
    let errors = check(schema, clean(formData));
    if (transformErrors) errors = transformErrors(errors, uiSchema);
    const found = { errors, errorSchema: toErrorSchema(errors) };
    if (!customValidate) return found;
    const handler = customValidate(formData, createErrorHandler(formData), uiSchema);
    return validationDataMerge(found, unwrapErrorHandler(handler));
  },
  isValid(schema, formData, rootSchema) {
    const whole = { ...schema, $defs: rootSchema.$defs, definitions: rootSchema.definitions };
    try {
      return check(whole, clean(formData)).length === 0;
    } catch {
      return false;
    }
  },
  rawValidation(schema, formData) {
    try {
      return { errors: check(schema, clean(formData)) as never[] };
    } catch (error) {
      return { errors: [], validationError: error as Error };
    }
  },
};

export default validator;
