// What forms say, and what does not fit in them.

export const form = {
  required: 'This is needed.',
  invalid: 'This value does not fit.',
  /** By the keyword of JSON Schema that says no; the limit is what it demands. */
  rules: {
    minLength: (limit: string) => `At least ${limit} characters.`,
    maxLength: (limit: string) => `At most ${limit} characters.`,
    minimum: (limit: string) => `At least ${limit}.`,
    maximum: (limit: string) => `At most ${limit}.`,
    exclusiveMinimum: (limit: string) => `More than ${limit}.`,
    exclusiveMaximum: (limit: string) => `Less than ${limit}.`,
    multipleOf: (limit: string) => `A multiple of ${limit}.`,
    minItems: (limit: string) => `At least ${limit} entries.`,
    maxItems: (limit: string) => `At most ${limit} entries.`,
    uniqueItems: () => 'Every entry may stand only once.',
    enum: () => 'Choose one of the values offered.',
    const: () => 'Only one value is possible here.',
    pattern: () => 'This is not written as it should be.',
    type: () => 'This is not the kind of value that is asked for.',
    format: () => 'This is not written as it should be.',
  } as Record<string, (limit: string) => string>,
  /** How dates are written in a field, in the letters of the calendar library. */
  dateFormat: 'YYYY-MM-DD',
  momentFormat: 'YYYY-MM-DD HH:mm:ss',
  /** Words of the form library, by its own English. */
  library: {} as Record<string, string>,
};

export const json = {
  not: 'This is not JSON yet.',
  notAt: (line: number) => `This is not JSON yet: look at line ${line}.`,
  notObject: 'This must be an object, such as {"ok": true}.',
};
