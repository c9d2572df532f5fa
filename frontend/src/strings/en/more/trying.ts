// Trying a draft: expressions, test data, trial runs.
import { plural } from '../words';

export const trying = {
  expression: {
    suggestions: 'Names in reach',
    lastRun: 'in the last run',
    shownRun: 'in the run that is shown',
    noValue: (whose: string) => `No value ${whose}:`,
    kinds: {
      string: 'text',
      number: 'number',
      integer: 'whole number',
      boolean: 'yes or no',
      array: 'list',
      object: 'object',
    } as Record<string, string>,
  },
  count: (steps: number) => `${steps} ${plural(steps, 'step', 'steps')}`,
};
