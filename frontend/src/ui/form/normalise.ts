// Makes a JSON Schema fit for drawing a form: optional values are not choices between a value and null.
import type { JsonSchema } from '../../api/types';

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNull = (schema: unknown) => isObject(schema) && schema.type === 'null';

function withoutNull(schema: JsonSchema): JsonSchema {
  for (const keyword of ['anyOf', 'oneOf']) {
    const choices = schema[keyword];
    if (!Array.isArray(choices) || !choices.some(isNull)) continue;
    const { [keyword]: _gone, ...rest } = schema;
    const left = choices.filter((choice) => !isNull(choice));
    if (left.length === 1 && isObject(left[0])) return { ...left[0], ...rest };
    return { ...rest, [keyword]: left };
  }
  if (Array.isArray(schema.type) && schema.type.includes('null')) {
    const types = schema.type.filter((type) => type !== 'null');
    return { ...schema, type: types.length === 1 ? types[0] : types };
  }
  return schema;
}

/** Return a copy without null as a choice, at any depth; a null default goes with it. */
export function normalise(schema: JsonSchema): JsonSchema {
  const found = withoutNull(schema);
  const result: JsonSchema = {};
  for (const [key, value] of Object.entries(found)) {
    if (key === 'default' && value === null) continue;
    if (isObject(value) && key !== 'default' && key !== 'const') result[key] = normalise(value);
    else if (Array.isArray(value) && (key === 'anyOf' || key === 'oneOf' || key === 'allOf')) {
      result[key] = value.map((item) => (isObject(item) ? normalise(item) : item));
    } else result[key] = value;
  }
  return result;
}
