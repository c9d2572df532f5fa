// Graphs: what may be connected to what, and what is wrong with one.
import type { Text } from '../../..';
import { fromServer } from '../server';

export const graph: Text['graph'] = {
  kinds: {
    string: 'Text',
    number: 'eine Zahl',
    integer: 'eine ganze Zahl',
    boolean: 'ja oder nein',
    object: 'ein Objekt',
    array: 'eine Liste',
    null: 'nichts',
  },
  manyKinds: {
    string: 'Texten',
    number: 'Zahlen',
    integer: 'ganzen Zahlen',
    boolean: 'Ja-nein-Antworten',
    object: 'Objekten',
    array: 'Listen',
    null: 'nichts',
  },
  listOf: (what) => `eine Liste von ${what}`,
  listsOf: (what) => `Listen von ${what}`,
  anything: 'Beliebiges',
  wholeOutput: 'Die ganze Ausgabe',
  otherCategory: 'Weitere',
  line: (from, to, action) => `${from} zu ${to}${action ? `, ${action}` : ''}`,

  drop: 'Die Linie auf einem Schritt loslassen.',
  noOwnAction:
    'Ein Schritt kann nur mit einer seiner Aktionen zu sich selbst führen, und dieser hat keine.',
  intoInput: 'Mit der Eingabe beginnt ein Lauf: Nichts kann zu ihr führen.',
  connected: 'Diese beiden sind schon verbunden.',
  portsConnected: 'Diese beiden Anschlüsse sind schon verbunden.',
  noPort: (node, port) => `${node} hat keinen Anschluss „${port}“.`,
  noOutput: (node, port) => `${node} hat keine Ausgabe „${port}“.`,
  needs: (port, wanted, given) => `${port} braucht ${wanted}, bekam ${given}.`,

  twoNodes: (id) => `Zwei Schritte haben die Id „${id}“.`,
  twoLines: (id) => `Zwei Linien haben die Id „${id}“.`,
  noType: (type) => `Keine Schrittart heißt „${type}“.`,
  fromNowhere: (id) => `Eine Linie beginnt bei „${id}“, das es nicht gibt.`,
  toNowhere: (id) => `Eine Linie endet bei „${id}“, das es nicht gibt.`,
  leadsBack: (title) => `${title} führt ohne Aktion zu sich selbst zurück.`,
  neverBy: (title, action) => `${title} endet nie mit „${action}“.`,

  findings: {
    empty: () => 'Der Graph hat noch keine Schritte.',
    duplicate_id: () => 'Mehrere haben dieselbe Id.',
    nobody_asked: () => 'Niemand ist genannt: Es entscheidet, wer Läufe fortsetzen darf.',
    own_request: () => 'Wer den Lauf startet, kann ihm auch selbst zustimmen.',
    no_way_out: () => 'Läuft die Zeit ab, scheitert der Lauf: Keine Linie führt weiter.',
    never_followed: () => 'Kein Lauf folgt dieser Linie: Der Schritt endet nie so.',
    empty_group: () => 'In einer der Gruppen ist niemand, oder es gibt sie nicht.',
    dangling_edge: () => 'Die Linie führt ins Leere.',
    unknown_type: () => 'Diese Schrittart gibt es auf dem Server nicht.',
    unknown_property: ({ field }) => `Eine Eigenschaft „${field}“ gibt es hier nicht.`,
    missing_property: ({ field }) => `„${field}“ fehlt noch.`,
    invalid_property: ({ field, said }) => `„${field}“ stimmt nicht: ${said}`,
    input_bypassed: () => 'Eine Eingabe lässt sich nicht übergehen: Der Lauf begänne mit nichts.',
    invalid_option: ({ field, said }) => `„${field}“ stimmt nicht: ${said}`,
    expression: ({ said }) => `Der Ausdruck stimmt nicht: ${said}`,
    self_loop: () => 'Eine Linie zum selben Schritt braucht eine Aktion.',
    unknown_port: () => 'Diese Ausgabe gibt es nicht.',
    no_port: () => 'Diese Eigenschaft nimmt nichts von einer Linie: beim Schritt einstellen.',
    incompatible: ({ said }) => `Ausgabe und Eigenschaft passen nicht zusammen: ${said}`,
    two_entries: () => 'Der Schritt liegt in einer Schleife, die an zwei Stellen beginnt.',
    unknown_workflow: () => 'Diesen Ablauf gibt es nicht.',
  },

  fromServer,
};
