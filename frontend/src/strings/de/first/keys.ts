// What is printed on the keys of a keyboard.
import type { Text } from '../..';

export const keys: Text['keys'] = {
  ctrl: 'Strg',
  alt: 'Alt',
  shift: 'Umschalt',
  enter: 'Eingabe',
  escape: 'Esc',
  delete: 'Entf',
  backspace: 'Rücktaste',
  space: 'Leertaste',
};
