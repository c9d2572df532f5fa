// The editor.
import type { Text } from '../../..';
import { plural } from '../../words';
import { fields, inspector, options } from './inspector';

type Editor = Text['editor'];

const card: Editor['card'] = {
  attempt: (word: string, n: number) => `${word} · Versuch ${n}`,
  since: (time) => `seit ${time}`,
  until: (time) => `bis ${time}`,
  decides: (names) => `Entscheidung: ${names}`,
  waiting: 'Wartet',
  resume: 'Fortsetzen',
  openTask: 'Aufgabe',
  progress: (percent) => `Läuft ${percent} %`,
  pausesBefore: 'Pausiert vor diesem Schritt',
  pausesAfter: 'Pausiert nach diesem Schritt',
  waitsFor: (key) => `Wartet auf „${key}“ im Zustand`,
  portIn: (title) => `Eingang von ${title}`,
  portOut: (title) => `Ausgang von ${title}`,
};

const edge: Editor['edge'] = {
  otherwise: 'sonst',
  any: 'jedes Ergebnis',
  otherwiseHint: 'Wenn keine andere Linie passt',
  always: 'immer',
  alwaysHint: 'Neben der gewählten',
  errorHint: 'Wenn der Schritt gescheitert ist',
  when: 'wenn',
  choose: 'Dieser Linie folgen bei',
  label: (action) => `Gefolgt bei ${action}. Andere wählen`,
  action: 'Dieser Linie folgen, wenn der Schritt endet mit',
  actionHint: '„Sonst“ gilt, wenn keine andere Linie passt.',
  condition: 'Nur wenn',
  conditionHint: 'Ein CEL-Ausdruck, etwa output.amount > 1000. Leer: immer.',
  into: 'Ausgabe weitergeben an',
  intoHint: 'Eine Eigenschaft des nächsten Schritts, die diese Linie füllt.',
  nothing: 'Nichts, nur weiterführen',
  from: 'Welcher Teil der Ausgabe',
  whole: 'Die ganze Ausgabe',
  remove: 'Linie löschen',
};

const panels: Editor['panels'] = {
  resizeLeft: 'Breite des linken Bereichs',
  resizeRight: 'Breite des rechten Bereichs',
  hidePalette: 'Schrittauswahl ausblenden',
  showPalette: 'Schrittauswahl einblenden',
  hideInspector: 'Eigenschaften ausblenden',
  showInspector: 'Eigenschaften einblenden',
};

const canvas: Editor['canvas'] = {
  tools: 'Werkzeuge der Fläche',
  fit: 'Alles zeigen',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  zoomFrom: (now: number) => `${now} %: auf 100 % stellen`,
  overview: 'Überblick',
  undo: (name) => `Rückgängig: ${name}`,
  redo: (name) => `Wiederholen: ${name}`,
  nothingToUndo: 'Nichts rückgängig zu machen',
  nothingToRedo: 'Nichts zu wiederholen',
  layout: 'Aufräumen',
  removed: (count) => `${count} Elemente gelöscht`,
  notAGraph: 'Die Zwischenablage enthält keine Schritte.',
};

const steps: Editor['steps'] = {
  add: (title) => `${title} hinzufügen`,
  insert: (title) => `${title} einfügen`,
  connect: 'Verbinden',
  move: (count) => (count > 1 ? `${count} Schritte verschieben` : 'Verschieben'),
  nudge: 'Verschieben',
  remove: (nodes, edges) => {
    if (nodes === 0) return plural(edges, 'Linie löschen', `${edges} Linien löschen`);
    return plural(nodes, 'Schritt löschen', `${nodes} Schritte löschen`);
  },
  paste: (count) => plural(count, 'Schritt einfügen', `${count} Schritte einfügen`),
  duplicate: (count) => plural(count, 'Schritt verdoppeln', `${count} Schritte verdoppeln`),
  layout: 'Aufräumen',
  rename: 'Umbenennen',
  set: (name) => `${name.replaceAll('_', ' ')} einstellen`,
  action: 'Aktion wählen',
  condition: 'Bedingung setzen',
  carry: 'Daten wählen',
  takeTheirs: 'Neueren Entwurf nehmen',
};

const actions: Editor['actions'] = {
  quickAdd: 'Schritt hinzufügen',
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  duplicate: 'Verdoppeln',
  selectAll: 'Alles auswählen',
  remove: 'Löschen',
  layout: 'Aufräumen',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  zoomReset: 'Auf 100 % stellen',
  fit: 'Alles zeigen',
  fitSelection: 'Auswahl zeigen',
  rename: 'Umbenennen',
  openNode: 'In den Eigenschaften öffnen',
  walkLeft: 'Zum Schritt davor',
  walkRight: 'Zum Schritt danach',
  walkUp: 'Zum Schritt darüber',
  walkDown: 'Zum Schritt darunter',
  upstream: 'Auswählen, was hierher führt',
  downstream: 'Auswählen, was folgt',
  nudge: 'Ein wenig verschieben',
  nudgeFar: 'Weiter verschieben',
  run: 'Entwurf starten',
  resume: 'Ausgewählten Schritt fortsetzen',
  publish: 'Veröffentlichen',
  save: 'Jetzt speichern',
  inspector: 'Eigenschaften ein- oder ausblenden',
  help: 'Tastenkürzel zeigen',
  cancel: 'Menü schließen oder Auswahl aufheben',
  copy: 'Kopieren',
  cut: 'Ausschneiden',
  paste: 'Einfügen',
  pasteKeep: 'Einfügen und Linien dorthin behalten',
  keys: 'Tastenkürzel',
};

const palette: Editor['palette'] = {
  label: 'Schritte',
  find: 'Suchen',
  findNext: 'Was kommt als Nächstes?',
  results: 'Gefunden',
  quick: 'Schritt hinzufügen',
  none: (query) => `Kein Schritt passt zu „${query}“.`,
};

const empty: Editor['empty'] = {
  title: 'Mit einem Auslöser beginnen',
  hint: 'Einen Schritt von links hierher ziehen, oder mit',
  hintEnd: 'einen suchen.',
  begin: 'Eingabe eines Laufs hinzufügen',
  used: (name) => `Vorlage ${name} verwenden`,
};

const header: Editor['header'] = {
  sections: 'Bereiche',
  tabs: {
    editor: 'Editor',
    runs: 'Läufe',
    versions: 'Versionen',
    triggers: 'Auslöser',
    settings: 'Einstellungen',
  },
  published: (version) => `v${version} veröffentlicht`,
  unpublished: 'Nicht veröffentlicht',
};

const save: Editor['save'] = {
  saved: (time, by) => (by ? `${time} gespeichert von ${by}` : `${time} gespeichert`),
  unsaved: 'Noch nicht gespeichert',
  saving: 'Wird gespeichert',
  failed: 'Nicht gespeichert.',
  conflict: 'Nicht gespeichert: Jemand war schneller',
};

const problems: Editor['problems'] = {
  title: 'Probleme',
  none: 'Keine Probleme',
  empty: 'Leer',
  count: (count) => `${count} ${plural(count, 'Problem', 'Probleme')}`,
  ready: 'Keine Probleme, bereit zum Veröffentlichen',
  graph: 'Graph',
};

const publish: Editor['publish'] = {
  publish: 'Veröffentlichen',
  title: (number) => `Version ${number} veröffentlichen`,
  first: 'Die erste Version. Läufe können starten, sobald sie veröffentlicht ist.',
  next: (version) => `Neue Läufe nutzen sie. Läufe mit v${version} gehen weiter wie bisher.`,
  note: 'Notiz',
  notePlaceholder: 'Was sich für die Beteiligten ändert',
  done: (number) => `Version ${number} ist veröffentlicht`,
  failed: 'Der Entwurf konnte nicht veröffentlicht werden',
  notSaved: 'Der Entwurf ist noch nicht gespeichert.',
  empty: 'Erst einen Schritt hinzufügen',
  unchanged: 'Der Entwurf entspricht der veröffentlichten Version',
  problems: 'Erst die Probleme lösen',
};

const conflict: Editor['conflict'] = {
  title: 'Jemand anderes hat diesen Entwurf geändert',
  who: (name) => `Neuerer Entwurf von ${name}`,
  somebody: 'jemand anderem',
  safe: 'Nichts ist verloren: Ihrer ist noch hier.',
  yours: 'Was in Ihrem anders ist:',
  copy: 'Meinen als Kopie behalten',
  theirs: 'Den anderen nehmen',
  mine: 'Meinen behalten',
  copyOf: (name) => `${name} (Kopie)`,
  copied: (name) => `Ihr Entwurf heißt jetzt „${name}“`,
  copyFailed: 'Die Kopie konnte nicht angelegt werden',
};

const run: Editor['run'] = {
  label: 'Lauf',
  run: 'Starten',
  mayNot: 'Läufe dieses Ablaufs zu starten ist Ihnen nicht erlaubt.',
  pause: 'Pausieren',
  pauseLater: 'Ein Lauf kann noch nicht von Hand pausiert werden. Stoppen beendet ihn.',
  open: 'Seite dieses Laufs öffnen',
  hide: 'Diesen Lauf von der Fläche nehmen',
  title: 'Lauf starten',
  inputs: 'Eingaben',
  inputsHint: 'Ein JSON-Objekt. Felder am Eingabeschritt ergeben hier ein Formular.',
  publishAndRun: 'Veröffentlichen und starten',
  runVersion: (version) => `v${version} starten`,
  draftDiffers: (version) =>
    `Der Entwurf weicht von v${version} ab. Läufe nutzen veröffentlichte Versionen.`,
  draftUnsound: 'Der Entwurf hat Probleme, darum läuft die veröffentlichte Version.',
  needsSound: 'Erst die Probleme lösen: Nur eine veröffentlichte Version kann laufen.',
  failed: 'Der Lauf konnte nicht gestartet werden',
};

const runsTab: Editor['runsTab'] = {
  none: 'Noch keine Läufe',
  noneHint: 'Einen starten und ihm durch den Graphen folgen.',
  version: (number) => `v${number}`,
  show: 'Auf der Fläche zeigen',
  all: 'Alle Läufe dieses Ablaufs',
};

const versionsTab: Editor['versionsTab'] = {
  none: 'Noch ist nichts veröffentlicht',
  noneHint: 'Mit jedem Veröffentlichen bleibt hier eine Version erhalten.',
  current: 'aktuell',
  restore: 'In den Entwurf',
  step: (number) => `Version ${number} in den Entwurf übernehmen`,
  restored: (number) => `Der Entwurf entspricht jetzt Version ${number}`,
};

const settingsTab: Editor['settingsTab'] = {
  name: 'Name',
  description: 'Beschreibung',
  slug: 'Adresse',
  slugHint: 'Für die API und die Befehle; sie bleibt.',
  save: 'Speichern',
  saved: 'Gespeichert',
  notSaved: 'Die Einstellungen konnten nicht gespeichert werden',
  delete: 'Ablauf löschen',
  deleteTitle: (name) => `${name} löschen`,
  deleteTyped: (name) => `„${name}“ eingeben, um endgültig zu löschen.`,
  deleteBody: 'Nur ein Ablauf, der nie lief, kann gelöscht werden: Läufe behalten ihren.',
  deleted: (name) => `${name} ist gelöscht`,
  notDeleted: 'Der Ablauf konnte nicht gelöscht werden',
};

export const editor: Editor = {
  panels,
  card,
  edge,
  canvas,
  steps,
  actions,
  palette,
  empty,
  fields,
  options,
  inspector,
  header,
  save,
  problems,
  publish,
  conflict,
  run,
  runsTab,
  versionsTab,
  settingsTab,
};
