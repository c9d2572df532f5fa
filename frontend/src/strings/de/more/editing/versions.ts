// Versions of a workflow: what differs, and what can be done with the draft as a whole.
import type { Text } from '../../..';
import { plural } from '../../words';

export const versions: Text['versions'] = {
  compare: 'Versionen vergleichen',
  compareThis: 'Vergleichen',
  from: 'Von',
  to: 'Nach',
  draft: 'Entwurf',
  changes: 'Änderungen',
  marks: { added: 'neu', changed: 'geändert', removed: 'entfernt' },
  movedWord: 'verschoben',
  moved: (count) => `${count} ${plural(count, 'Knoten', 'Knoten')} an anderer Stelle`,
  same: 'Kein Unterschied',
  nothing: 'nichts',
  whose: (names) => `Änderungen von ${names}.`,
  advice: (count) => `${count} ${plural(count, 'Hinweis', 'Hinweise')}`,
  adviceTitle: 'Einen Blick wert',
  withdrawn: 'Nicht mehr veröffentlicht',
  menu: {
    label: 'Mehr zum Veröffentlichen',
    compare: 'Mit dem Veröffentlichten vergleichen',
    discard: 'Entwurf verwerfen',
    export: 'Als JSON exportieren',
    import: 'JSON importieren',
    unpublish: 'Veröffentlichung zurücknehmen',
  },
  discardTitle: (version) => `Entwurf verwerfen und zu v${version} zurückkehren?`,
  discardStep: 'Entwurf verwerfen',
  discarded: (version) => `Der Entwurf ist wieder v${version}`,
  importStep: (file) => `${file} importieren`,
  imported: (file) => `${file} ist jetzt der Entwurf`,
  notAGraph: (file) => `${file} enthält keinen Ablauf`,
  unpublishTitle: (name) => `Veröffentlichung von ${name} zurücknehmen?`,
  unpublishBody:
    'Niemand kann den Ablauf starten, auch kein Auslöser, bis er wieder veröffentlicht wird. Laufende Läufe gehen weiter.',
  unpublished: 'Der Ablauf ist nicht mehr veröffentlicht',
  unpublishFailed: 'Der Ablauf ist noch veröffentlicht',
};
