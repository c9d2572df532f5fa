// Trying a draft: expressions, test data, trial runs.
import type { Text } from '../../..';
import { plural } from '../../words';

type Trying = Text['trying'];

const data: Trying['data'] = {
  open: 'Testdaten…',
  title: 'Testdaten',
  hint: 'Eingaben und festgehaltene Ausgaben für Testläufe. Veröffentlichte Läufe nutzen sie nie.',
  set: 'Satz mit Namen',
  noSet: 'Keiner gewählt',
  name: 'Name des Satzes',
  namePlaceholder: 'Unter einem Namen behalten',
  save: 'Speichern',
  saved: (name) => `Als „${name}“ gespeichert`,
  notSaved: 'Die Testdaten konnten nicht gespeichert werden',
  deleteSet: (name) => `„${name}“ löschen`,
  notDeleted: 'Der Satz konnte nicht gelöscht werden',
  fromRun: 'Aus einem Lauf nehmen',
  takeInputs: 'Eingaben übernehmen',
  takeAll: 'Eingaben und alle Ausgaben',
  taken: 'Die Daten dieses Laufs sind übernommen',
  notTaken: 'Der Lauf konnte nicht gelesen werden',
  inputs: 'Eingaben',
  pins: 'Festgehaltene Ausgaben',
  noPins: 'Keine. Wählen Sie einen Schritt und halten Sie fest, was er ergab, oder drücken Sie P.',
  outputOf: (title) => `Ausgabe von ${title}`,
  unpinOf: (title) => `${title} nicht mehr festhalten`,
  action: 'Verlassen über',
  isPinned: 'Festgehalten: Testläufe ergeben diese Ausgabe',
  pin: 'Diese Ausgabe festhalten',
  pinEmpty: 'Eine Ausgabe festhalten',
  unpin: 'Nicht mehr festhalten',
  edit: 'Bearbeiten',
  nowPinned: 'Für Testläufe festgehalten',
  unpinned: 'Nicht mehr festgehalten',
};

const options: Trying['options'] = {
  title: 'Für einen Test',
  whoAnswers: 'Freigaben',
  answers: { ask: 'Mich fragen', approve: 'Zustimmen', reject: 'Ablehnen' },
  skipTime: 'Wartezeiten überspringen',
  heldBack: 'Im Test geht nichts hinaus, außer Sie erlauben es:',
  allow: (title) => `„${title}“ wirklich ausführen`,
  pinned: (count) => `${count} festgehaltene ${plural(count, 'Ausgabe', 'Ausgaben')}`,
  testData: 'Testdaten…',
};

export const trying: Trying = {
  menu: 'Weitere Arten zu starten',
  test: 'Entwurf testen',
  toHere: 'Bis hierher',
  onlyThis: 'Nur diesen Schritt',
  pinKey: 'Ausgabe eines Schritts festhalten',
  until: (title) => `Testen bis „${title}“`,
  selectOne: 'Wählen Sie zuerst einen Schritt',
  noData: (steps) => `${steps} hat noch nichts ergeben: Das zählt als leer`,
  failed: 'Der Test konnte nicht gestartet werden',
  badge: 'Test',
  data,
  options,
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
};
