// Validating a form's data without compiling its schema.
import { describe, expect, it } from 'vitest';
import { normalise } from './normalise';
import { validator } from './validator';

const schema = {
  type: 'object',
  required: ['amount'],
  properties: {
    amount: { type: 'number', minimum: 1 },
    lines: { type: 'array', items: { type: 'object', properties: { text: { type: 'string' } } } },
  },
} as const;

const errors = (data: unknown) =>
  validator.validateFormData(data, schema as never).errors.map((e) => e.property);

describe('the validator', () => {
  it('finds nothing wrong with data that fits', () => {
    expect(errors({ amount: 3, lines: [{ text: 'a' }] })).toEqual([]);
  });
  it('puts a missing value at its field', () => {
    expect(errors({})).toEqual(['.amount']);
  });
  it('counts a cleared field as missing', () => {
    expect(errors({ amount: undefined })).toEqual(['.amount']);
  });
  it('names the item of a list that is wrong', () => {
    expect(errors({ amount: 1, lines: [{ text: 'a' }, { text: 5 }] })).toEqual(['.lines.1.text']);
  });
  it('says what the rule demands, in words', () => {
    const of = (field: object, value: unknown) =>
      validator.validateFormData({ field: value }, { properties: { field } } as never).errors[0]
        ?.message;
    expect(of({ type: 'number', minimum: 1.5 }, -3)).toBe('At least 1.5.');
    expect(of({ type: 'number', maximum: 12000 }, 12001)).toBe('At most 12,000.');
    expect(of({ type: 'string', minLength: 2 }, 'a')).toBe('At least 2 characters.');
    expect(of({ enum: ['a', 'b'] }, 'c')).toBe('Choose one of the values offered.');
    expect(of({ not: {} }, 'c')).toBe('This value does not fit.');
  });
  it('chooses a branch by its schema', () => {
    expect(validator.isValid({ const: 'x' }, 'x', {})).toBe(true);
    expect(validator.isValid({ const: 'x' }, 'y', {})).toBe(false);
  });
});

describe('a schema made fit for a form', () => {
  it('drops null as a choice, and the null default with it', () => {
    const found = normalise({
      properties: {
        a: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null, title: 'A' },
      },
    });
    expect(found).toEqual({ properties: { a: { type: 'string', title: 'A' } } });
  });
  it('keeps real choices', () => {
    const anyOf = [{ type: 'string' }, { type: 'number' }];
    expect(normalise({ anyOf })).toEqual({ anyOf });
  });
  it('reads a list of types', () => {
    expect(normalise({ type: ['integer', 'null'] })).toEqual({ type: 'integer' });
  });
});
