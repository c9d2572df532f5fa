// What is done with runs that failed or that are wanted otherwise.
import type { Text } from '../../..';
import { plural } from '../../words';

export const effects: Text['effects'] = {
  reads: 'liest erneut',
  sends: 'kann nach außen erneut wirken',
};

export const retry: Text['retry'] = {
  button: 'Erneut versuchen',
  open: 'Ab gescheitertem Schritt…',
  ask: 'Erneut versuchen…',
  title: (count) => plural(count, 'Ab dem gescheiterten Schritt', 'Ab den gescheiterten Schritten'),
  intro: 'Was fertig ist, bleibt fertig. Der Lauf geht von hier weiter:',
  previewFailed: 'Was ein neuer Versuch täte, war nicht herauszufinden',
  verb: 'Erneut versuchen',
  done: 'Der Lauf geht weiter',
  what: (step) => `Was mit ${step} geschieht`,
  again: 'Neu ausführen',
  byHand: 'Von Hand abschließen',
  skip: 'Überspringen',
  output: 'Was er ergibt',
  outputHint: 'JSON. Die folgenden Schritte lesen es als seine Ausgabe.',
  action: 'Er endet mit',
  noAction: 'Keine Aktion: Der einfachen Linie wird gefolgt',
  skipHint: 'Er ergibt nichts, und der Lauf geht danach weiter.',
  reason: 'Warum',
  reasonHint: 'Steht im Protokoll und am Schritt.',
  reasonMissing: 'Ein kurzer Grund ist nötig.',
  starts: 'Beginnt neu',
  also: 'Beginnt ebenfalls neu',
  reopens: 'Fragt erneut',
  repeats: 'Kann ein zweites Mal geschehen',
  repeatsHint: 'Diese Schritte haben vielleicht schon nach außen gewirkt.',
};

export const fork: Text['fork'] = {
  button: 'Abzweigen',
  open: 'Abzweigen…',
  here: 'Hier abzweigen',
  hereOf: (what) => `Hier abzweigen: ${what}`,
  title: 'Von diesem Lauf abzweigen',
  intro:
    'Ein neuer Lauf übernimmt die Vergangenheit und geht eigene Wege. Dieser bleibt, wie er ist.',
  place: 'Ab Ereignis',
  placeOf: (count) => `von ${count}`,
  at: (time) => `um ${time}`,
  checkpoint: (name) => `Sicherungspunkt „${name}“`,
  automatic: 'Sicherungspunkt des Laufs selbst',
  starts: 'Beginnt neu',
  startsNothing: 'Dort war nichts im Gange: Der neue Lauf geht mit dem Nächsten weiter.',
  repeats: 'Kann ein zweites Mal geschehen',
  repeatsHint: 'In diesem Lauf haben diese Schritte danach nach außen gewirkt.',
  change: 'Ändern, womit er beginnt',
  inputs: 'Eingaben',
  state: 'Zustand',
  outputs: 'Ausgaben der Schritte',
  changed: (count) => `${count} geändert`,
  keysStay: (keys) =>
    `${keys.join(', ')} ${plural(keys.length, 'lässt', 'lassen')} sich hier nicht entfernen; stattdessen null setzen.`,
  unknownStep: (keys) => `In diesem Moment nicht fertig: ${keys.join(', ')}.`,
  verb: 'Abzweigen',
  done: 'Der Abzweig ist unterwegs',
  failed: 'Der Lauf konnte nicht abgezweigt werden',
  previewFailed: 'Was ein Abzweig täte, war nicht herauszufinden',
  forkedFrom: (id) => `abgezweigt von ${id}`,
};

export const checkpoints: Text['checkpoints'] = {
  title: 'Sicherungspunkte',
  save: 'Sicherungspunkt setzen',
  saveOpen: 'Sicherungspunkt setzen…',
  saveTitle: 'Sicherungspunkt setzen',
  saveHint: 'Der jetzige Stand bekommt einen Namen, damit später von hier abgezweigt werden kann.',
  name: 'Name',
  nameExample: 'vor der Zahlung',
  saved: (name) => `Sicherungspunkt „${name}“ ist gesetzt`,
  none: 'Noch keine Sicherungspunkte',
  noneHint: 'Der Lauf behält einen, wann immer er wartet. Eigene geben einem Moment einen Namen.',
  automatic: 'vom Lauf behalten',
  event: (seq) => `Ereignis ${seq}`,
  forkOf: (name) => `Vom Sicherungspunkt ${name} abzweigen`,
};

export const migrate: Text['migrate'] = {
  open: (version) => `Auf Version ${version} umstellen…`,
  title: (version) => `Auf Version ${version} umstellen`,
  intro: (from, to) =>
    `Der Lauf begann mit Version ${from}. Von hier an würde Version ${to} für ihn gelten.`,
  version: 'Version',
  fits: 'Der Lauf passt zu dieser Version',
  misfits: 'Der Lauf passt nicht zu dieser Version',
  levels: { ok: 'Gleich', note: 'Ändert sich', problem: 'Im Weg' },
  unchanged: (count) => `${count} ${plural(count, 'Schritt bleibt', 'Schritte bleiben')} gleich`,
  reason: 'Warum',
  reasonHint: 'Steht im Protokoll.',
  reasonMissing: 'Ein kurzer Grund ist nötig.',
  verb: (version) => `Auf Version ${version} umstellen`,
  done: (version) => `Der Lauf hat jetzt Version ${version}`,
  previewFailed: 'Ob der Lauf passt, war nicht herauszufinden',
};

export const compare: Text['compare'] = {
  open: 'Vergleichen mit…',
  button: 'Vergleichen',
  title: 'Läufe vergleichen',
  pickTitle: 'Mit welchem Lauf vergleichen?',
  pick: 'Andere Läufe dieses Ablaufs',
  parent: 'abgezweigt von',
  fork: 'Abzweig hiervon',
  find: 'Lauf nach Id oder Person suchen',
  none: 'Von diesem Ablauf gibt es noch keinen anderen Lauf',
  noMatch: (query) => `Kein Lauf passt zu „${query}“.`,
  failed: 'Die Läufe konnten nicht verglichen werden',
  tookOf: (span) => `dauerte ${span}`,
  same: 'Kein Unterschied',
  differ: (count) =>
    count === 0
      ? 'Kein Schritt unterscheidet sich'
      : `${count} ${plural(count, 'Schritt unterscheidet', 'Schritte unterscheiden')} sich`,
  onlyDifferences: 'Nur Unterschiede',
  differs: 'verschieden',
  otherVersion: 'Sie hatten verschiedene Versionen; Schritte sind vielleicht anders gezeichnet.',
  notThere: 'nicht in diesem Lauf',
  inputs: 'Eingaben',
  result: 'Ergebnis',
  steps: 'Schritte',
  attempt: (attempt) => `Versuch ${attempt}`,
  round: (iteration) => `Runde ${iteration}`,
  swap: 'Seiten tauschen',
};

export const manual: Text['manual'] = {
  completed: (who) => `Von Hand abgeschlossen von ${who}`,
  skipped: (who) => `Von Hand übersprungen von ${who}`,
  somebody: 'jemandem',
};
