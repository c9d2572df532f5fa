// Runs that a run started, and runs of workflows written in Python.
import type { Text } from '../../..';
import { plural } from '../../words';

export const children: Text['children'] = {
  title: 'Läufe darunter',
  failed: (count) => `${count} gescheitert`,
  stopped: (count) => `${count} gestoppt`,
  open: (count) => `${count} im Gange`,
  left: (count) => `${count} noch offen`,
  of: (done, total) => `${done} von ${total} fertig`,
  progress: (done, total) => `${done} von ${total} Läufen beendet`,
  waitsFor: (total) => `wartet auf ${total} ${plural(total, 'Lauf', 'Läufe')} darunter.`,
  number: (index) => `#${index + 1}`,
  openRun: (index) => `Lauf ${index + 1} darunter öffnen`,
  notStarted: 'Noch offen',
  show: { all: 'Alle', open: 'Im Gange', failed: 'Gescheitert' },
  which: 'Welche Läufe gezeigt werden',
  noneOpen: 'Keiner ist im Gange.',
  noneFailed: 'Keiner ist gescheitert.',
  waitingIn: (path) => `Wartet in ${path}`,
  needs: (who) => `auf ${who}`,
  openTask: 'Aufgabe öffnen',
  resume: 'Fortsetzen…',
  openChild: 'Lauf öffnen',
  moreWaits: 'Weitere Wartepunkte zeigen',
  all: 'Alle Läufe darunter',
  below: (id) => `unter ${id}`,
};

export const functions: Text['functions'] = {
  badge: 'Code',
  badgeHint: 'Dieser Ablauf ist eine Python-Funktion',
  itself: 'Die Funktion',
  none: 'Noch kein Schritt',
  noneHint: 'Die Schritte erscheinen hier, sobald die Funktion zu ihnen kommt.',
  kinds: {
    task: 'Schritt',
    step: 'Schritt',
    timer: 'Pause',
    wait: 'Warten',
    question: 'Frage',
    event: 'Ereignis abwarten',
    callback: 'Rückruf abwarten',
    child: 'Teilablauf',
    emit: 'Ereignis senden',
  },
  title: 'Dieser Ablauf kommt aus Code',
  about:
    'Er ist in Python geschrieben und wird veröffentlicht, wenn sich sein Code ändert. Hier gibt es nichts zu zeichnen.',
  module: 'Modul',
  function: 'Funktion',
  inputs: 'Eingaben',
  noInputs: 'Er verlangt keine.',
  start: 'Lauf starten',
  startVerb: 'Starten',
  needed: 'nötig',
  latestRuns: 'Letzte Läufe',
};
