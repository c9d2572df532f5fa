// Spans of time and due dates in few words; `inbox.due` has those of the inbox.
import type { Text } from '../..';
import { plural } from '../words';

export const time: Text['time'] = {
  now: 'gerade eben',
  ms: (count) => `${count} ms`,
  s: (count) => `${count} s`,
  min: (count) => `${count} min`,
  h: (count) => `${count} h`,
  days: (count) => `${count} ${plural(count, 'Tag', 'Tage')}`,
  dueIn: (span) => `fällig in ${inDays(span)}`,
  overdue: (span) => `${span} überfällig`,
};

/** After "in" days have another ending. */
const inDays = (span: string) => span.replace('Tage', 'Tagen');
