// Trying a draft: expressions, test data, trial runs.
import type { Text } from '../..';
import { plural } from '../words';

export const trying: Text['trying'] = {
  expression: {
    suggestions: 'Namen in Reichweite',
    lastRun: 'im letzten Lauf',
    shownRun: 'im gezeigten Lauf',
    noValue: (whose) => `Kein Wert ${whose}:`,
    kinds: {
      string: 'Text',
      number: 'Zahl',
      integer: 'ganze Zahl',
      boolean: 'Ja oder Nein',
      array: 'Liste',
      object: 'Objekt',
    },
  },
  count: (steps) => `${steps} ${plural(steps, 'Schritt', 'Schritte')}`,
};
