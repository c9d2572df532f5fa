// Doing something to many runs, the views that are kept of their list, and its rarer filters.
import type { Text } from '../../..';

const runs = (n: number) => (n === 1 ? '1 Lauf' : `${n} Läufe`);

export const manyRuns: Text['manyRuns'] = {
  label: 'Ausgewählte Läufe',
  pick: (name) => `${name} auswählen`,
  pickPage: 'Alle gezeigten auswählen',
  clear: 'Auswahl aufheben',
  selected: (n) => `${n} ausgewählt`,
  allSelected: (n) => `Alle ${n} passenden sind ausgewählt`,
  selectAll: (n) => `Alle ${n} passenden auswählen`,
  filter: (words) => `Alle passenden: ${words}`,
  everything: 'jeder Lauf',
  tooMany: (n) => `Es passen mehr Läufe, als auf einmal gehen: Das sind die neuesten ${n}.`,
  andMore: (n) => `und ${n} weitere`,
  reason: 'Warum',
  reasonHint: 'Steht danach im Protokoll jedes Laufs.',
  progress: (done, total) => `${done} von ${total}`,
  stop: 'Den Rest lassen',
  refused: (n) => (n === 1 ? '1 ging nicht' : `${n} gingen nicht`),
  untried: (n) => (n === 1 ? '1 blieb unberührt.' : `${n} blieben unberührt.`),
  acts: {
    stop: {
      button: 'Stoppen',
      title: (n) => `${runs(n)} stoppen?`,
      what: 'Laufende Schritte werden gestoppt, offene Aufgaben zurückgezogen. Gestoppte Läufe gehen nicht weiter.',
      verb: (n) => `${runs(n)} stoppen`,
      doing: 'Läufe werden gestoppt',
      done: 'Gestoppt',
      result: (n) => (n === 1 ? '1 Lauf wurde gestoppt.' : `${n} Läufe wurden gestoppt.`),
    },
    retry: {
      button: 'Erneut versuchen',
      title: (n) => `${runs(n)} erneut versuchen?`,
      what: 'Gescheiterte Läufe gehen bei ihren gescheiterten Schritten weiter. Was vorher nach außen gewirkt hat, kann es noch einmal tun.',
      verb: (n) => `${runs(n)} erneut versuchen`,
      doing: 'Läufe werden erneut versucht',
      done: 'Erneut versucht',
      result: (n) => (n === 1 ? '1 Lauf geht weiter.' : `${n} Läufe gehen weiter.`),
    },
  },
};

export const runViews: Text['runViews'] = {
  button: 'Ansichten',
  none: 'Noch keine Ansichten. Liste eingrenzen und die Filter unter einem Namen behalten.',
  keep: 'Diese Filter behalten',
  keepVerb: 'Ansicht behalten',
  example: 'Gescheiterte Erstattungen',
  kept: (name) => `„${name}“ ist gespeichert`,
  drop: (name) => `Ansicht „${name}“ entfernen`,
};

export const runFilters: Text['runFilters'] = {
  more: 'Weitere Filter',
  tag: 'Schlagwort',
  from: 'Gestartet ab',
  to: 'Gestartet bis',
  tests: 'Testläufe',
  testsShown: { both: 'Auch', none: 'Keine', only: 'Nur diese' },
  apply: 'Zeigen',
};

/** A run out of a file. */
export const bundle: Text['bundle'] = {
  open: 'Paket öffnen…',
  title: 'Ein Lauf aus einer Datei',
  choose: 'Wählen Sie das Paket eines Laufs',
  button: 'Datei wählen…',
  hint: 'Gezeigt wird allein, was in der Datei steht: hier wird nichts gespeichert und nichts ausgeführt.',
  broken: (name: string) => `„${name}“ ist kein Paket eines Laufs`,
  brokenLog: (name) => `Das Protokoll des Laufs in „${name}“ lässt sich nicht lesen`,
  noGraph: (name) => `In „${name}“ fehlt der Graph, auf dem der Lauf lief`,
  badge: 'Aus einer Datei',
};
