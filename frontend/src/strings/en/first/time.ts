// Spans of time and due dates in few words; `inbox.due` has those of the inbox.
import { plural } from '../words';

export const time = {
  now: 'just now',
  ms: (count: number) => `${count} ms`,
  s: (count: string) => `${count} s`,
  min: (count: number) => `${count} min`,
  h: (count: number) => `${count} h`,
  days: (count: number) => `${count} ${plural(count, 'day', 'days')}`,
  dueIn: (span: string) => `due in ${span}`,
  overdue: (span: string) => `${span} overdue`,
};
