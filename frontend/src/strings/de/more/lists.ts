// What the lists of workflows and of runs say, and the dashboard.
import type { Text } from '../..';
import { versionWord } from '../words';

export const workflows: Text['workflows'] = {
  title: 'Abläufe',
  count: (n) => (n === 1 ? '1 Ablauf' : `${n} Abläufe`),
  search: 'Ablauf suchen',
  create: 'Neuer Ablauf',
  createVerb: 'Ablauf anlegen',
  name: 'Name',
  description: 'Wozu er dient',
  startFrom: 'Beginnen mit',
  blank: 'Leere Fläche',
  templates: 'Mit einer Vorlage beginnen',
  empty: 'Noch keine Abläufe',
  emptyBody: 'Den ersten auf leerer Fläche zeichnen oder unten eine Vorlage nehmen.',
  emptyReader: 'Was Autorinnen und Autoren veröffentlichen, erscheint hier.',
  noMatch: (q) => `Kein Ablauf passt zu „${q}“`,
  version: (n) => `v${n} veröffentlicht`,
  draft: 'Nur Entwurf',
  neverRan: 'Noch nie gelaufen',
  by: (who) => `von ${who}`,
  menu: (name) => `Mehr zu ${name}`,
  columns: { name: 'Name', version: 'Version', recent: 'Letzte Läufe', changed: 'Geändert' },
};

export const runs: Text['runs'] = {
  title: 'Läufe',
  status: 'Status',
  workflow: 'Ablauf',
  anyWorkflow: 'Alle Abläufe',
  search: 'Läufe suchen',
  tabs: {
    all: 'Alle',
    'queued,running': 'Laufend',
    suspended: 'Wartend',
    completed: 'Fertig',
    failed: 'Gescheitert',
    cancelled: 'Gestoppt',
  },
  empty: 'Noch keine Läufe',
  emptyBody: 'Einen Ablauf öffnen und Starten drücken.',
  choose: 'Ablauf auswählen',
  noMatch: 'Kein Lauf passt zu diesen Filtern',
  version: (n) => versionWord(n),
  by: (who) => `von ${who}`,
  columns: {
    workflow: 'Ablauf',
    status: 'Status',
    about: 'Worum es geht',
    took: 'Dauer',
    started: 'Begonnen',
  },
};
