// The canvas of the editor: putting in order, notes, groups, search, outline, history.
import type { Text } from '../../..';
import { plural } from '../../words';

type Canvas = Text['canvas'];

const nodes = (count: number) => plural(count, '1 Schritt', `${count} Schritte`);

const steps: Canvas['steps'] = {
  align: 'Ausrichten',
  distribute: 'Verteilen',
  space: 'Ausrichten und verteilen',
  bypass: (count) => `${nodes(count)} übergehen`,
  noBypass: (count) => `${nodes(count)} nicht mehr übergehen`,
  addNote: 'Notiz hinzufügen',
  writeNote: 'Notiz schreiben',
  sizeNote: 'Größe der Notiz ändern',
  colourNote: 'Notiz färben',
  removeNotes: (count) => plural(count, 'Notiz löschen', `${count} Notizen löschen`),
  group: (count) => `${nodes(count)} gruppieren`,
  ungroup: 'Gruppe auflösen',
  renameGroup: 'Gruppe umbenennen',
  collapse: 'Gruppe einklappen',
  expand: 'Gruppe ausklappen',
  extract: (name) => `${name} auslagern`,
};

const arrange: Canvas['arrange'] = {
  label: 'Auswahl',
  left: 'Links ausrichten',
  centre: 'Mittig untereinander ausrichten',
  right: 'Rechts ausrichten',
  top: 'Oben ausrichten',
  middle: 'Mittig nebeneinander ausrichten',
  bottom: 'Unten ausrichten',
  across: 'Waagerecht verteilen',
  down: 'Senkrecht verteilen',
};

const actions: Canvas['actions'] = {
  align: 'Ausrichten',
  space: 'Ausrichten und gleichmäßig verteilen',
  bypass: 'Übergehen oder nicht mehr',
  note: 'Notiz hinzufügen',
  group: 'Gruppieren',
  ungroup: 'Gruppe auflösen',
  extract: 'Auswahl als Teilablauf auslagern',
  openSub: 'Teilablauf öffnen',
  connect: 'Verbinden mit …',
  search: 'Im Graphen suchen',
  palette: 'Suche und Befehle',
  outline: 'Gliederung oder Schritte zeigen',
  focus: 'Ungestört arbeiten',
  bottom: 'Bereich unter der Zeichenfläche ein- oder ausblenden',
  box: 'Mit einem Rahmen auswählen',
  addTo: 'Zur Auswahl hinzufügen',
  pan: 'Ausschnitt verschieben',
};

const keys: Canvas['keys'] = {
  drag: 'ziehen',
  click: 'klicken',
  doubleClick: 'doppelklicken',
  find: 'Tastenkürzel oder Aktion suchen',
  none: (query) => `Keine Aktion passt zu „${query}“.`,
  groups: {
    build: 'Bauen',
    select: 'Auswählen und bewegen',
    arrange: 'Ordnen',
    look: 'Ansehen',
    work: 'Ausprobieren und veröffentlichen',
  },
};

const note: Canvas['note'] = {
  label: (words) => `Notiz: ${words}`,
  empty: 'Leere Notiz',
  hint: 'Notiz schreiben. **fett**, *kursiv*, `Code`, - Listen und [Verweise](https://…) gehen.',
  write: 'Worte der Notiz',
  tones: { amber: 'Gelb', gray: 'Grau', blue: 'Blau', teal: 'Grün' },
  colour: (name) => `Farbe ${name}`,
};

const group: Canvas['group'] = {
  untitled: 'Gruppe',
  title: 'Name der Gruppe',
  label: (title, count) => `Gruppe ${title}, ${nodes(count)}`,
  fold: (title) => `${title} einklappen`,
  unfold: (title) => `${title} ausklappen`,
  folded: nodes,
};

const search: Canvas['search'] = {
  label: 'Im Graphen suchen',
  placeholder: 'Titel, Art, Einstellung oder Notiz',
  count: (at, all) => `${at} von ${all}`,
  none: 'Nichts gefunden',
  next: 'Nächster Treffer',
  previous: 'Voriger Treffer',
  close: 'Suche schließen',
};

const connecting: Canvas['connecting'] = {
  title: (name) => `${name} verbinden mit`,
  placeholder: 'Schritt suchen',
  input: (node, port) => `${node} › ${port}`,
  none: 'Es gibt keinen anderen Schritt.',
  refused: (why) => `Nicht möglich: ${why}`,
};

const history: Canvas['history'] = {
  open: 'Verlauf',
  title: 'Verlauf',
  start: 'Wie geöffnet',
  hint: 'Bleibt, solange dieser Tab offen ist, auch beim Neuladen.',
  now: 'jetzt',
  undone: 'rückgängig',
  empty: 'Jeder Ihrer Schritte steht hier.',
};

const commands: Canvas['commands'] = {
  group: 'Editor',
  notNow: 'Braucht eine passende Auswahl',
  nodes: 'Zu einem Schritt gehen',
};

const menu: Canvas['menu'] = {
  node: 'Menü des Schritts',
  canvas: 'Menü der Fläche',
  addHere: 'Hier einen Schritt hinzufügen',
};

const focus: Canvas['focus'] = {
  leave: 'Wieder alles zeigen',
};

const outline: Canvas['outline'] = {
  panel: 'Linke Spalte',
  nodes: 'Schritte',
  outline: 'Gliederung',
  empty: 'Noch ist nichts gezeichnet.',
  add: 'Schritt hinzufügen',
  addAfter: 'Nächsten Schritt hinzufügen',
  connect: (title) => `${title} verbinden`,
  line: (title) => `Führt zu ${title}`,
  lineOn: (action, title) => `Bei ${action}: führt zu ${title}`,
  removeLine: (title) => `Linie zu ${title} löschen`,
};

const sub: Canvas['sub'] = {
  trail: 'Wo dieser Teilablauf verwendet wird',
  back: (name) => `Zurück zu ${name}`,
  title: 'Als Teilablauf auslagern',
  name: 'Name',
  hint: (count) =>
    plural(
      count,
      'Aus 1 Schritt wird ein eigener Ablauf und hier ein Schritt, der ihn startet.',
      `Aus ${count} Schritten wird ein eigener Ablauf und hier ein einziger Schritt.`,
    ),
  extract: 'Auslagern',
  done: (name) => `${name} ist jetzt ein eigener Ablauf`,
  failed: 'Der Teilablauf konnte nicht angelegt werden',
  refusedTitle: 'Diese Schritte lassen sich nicht auslagern',
  refused: {
    nothing: 'Zuerst die Schritte auswählen.',
    ends: 'Eingaben und Ausgaben gehören zum Lauf selbst. Sie müssen außerhalb der Auswahl bleiben.',
    state: 'Sie verwenden den Zustand des Laufs, den ein Teilablauf nicht teilt.',
    entries: 'Linien führen an mehreren Stellen hinein. Auswählen, was an einer Stelle beginnt.',
    exits:
      'Linien führen an mehreren Stellen hinaus oder hängen von einem Ergebnis ab. Auswählen, was an einer Stelle endet.',
    branches: 'Ein Ergebnis darin führt nirgendwohin; was folgt, könnte dann zu Unrecht laufen.',
  },
};

const palette: Canvas['palette'] = {
  recent: 'Zuletzt verwendet',
  favourites: 'Favoriten',
  favour: (title) => `${title}: Favorit`,
};

export const canvas: Canvas = {
  actions,
  arrange,
  commands,
  connecting,
  focus,
  group,
  history,
  keys,
  menu,
  note,
  outline,
  palette,
  search,
  steps,
  sub,
};
