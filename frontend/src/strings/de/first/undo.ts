// Taking a decision back while its window is open.
import type { Text } from '../..';

export const undo: Text['undo'] = {
  label: 'Entscheidung, die sich zurücknehmen lässt',
  undo: 'Zurücknehmen',
  left: (seconds) => `${seconds} s`,
  close: 'Entscheidung behalten',
  done: 'Zurückgenommen',
  doneMany: (count) => `${count} Entscheidungen zurückgenommen`,
  failed: 'Die Entscheidung konnte nicht zurückgenommen werden',
  some: (count, all) => `${count} von ${all} Entscheidungen konnten nicht zurückgenommen werden`,
};
