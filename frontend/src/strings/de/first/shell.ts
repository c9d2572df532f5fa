// What the shell says, and what every page shares.
import type { Text } from '../..';

export const states: Text['states'] = {
  pending: 'Nicht begonnen',
  queued: 'Eingereiht',
  running: 'Läuft',
  waiting: 'Wartet',
  waitingTime: 'Wartet auf Zeit',
  waitingOutside: 'Wartet extern',
  waitingRuns: 'Wartet auf Läufe',
  paused: 'Pausiert',
  pausing: 'Wird pausiert',
  stopping: 'Wird gestoppt',
  retrying: 'Neuer Versuch',
  completed: 'Fertig',
  reused: 'Wiederverwendet',
  rejected: 'Abgelehnt',
  timedOut: 'Zeit abgelaufen',
  failed: 'Gescheitert',
  cancelled: 'Gestoppt',
  skipped: 'Übersprungen',
  bypassed: 'Umgangen',
};

export const nav: Text['nav'] = {
  workflows: 'Abläufe',
  runs: 'Läufe',
  inbox: 'Eingang',
  dashboard: 'Übersicht',
  search: 'Suche',
  notices: 'Hinweise',
  main: 'Hauptmenü',
  skip: 'Zum Inhalt springen',
  fold: 'Menü einklappen',
  unfold: 'Menü ausklappen',
  waiting: (n) => (n === 1 ? '1 Aufgabe wartet auf Sie' : `${n} Aufgaben warten auf Sie`),
};

export const common: Text['common'] = {
  test: 'Test',
  testHint: 'Ein Test des Entwurfs: nach außen geht nur, was erlaubt wurde',
  product: 'Fermata',
  cancel: 'Abbrechen',
  close: 'Schließen',
  tryAgain: 'Erneut versuchen',
  copyDetails: 'Einzelheiten kopieren',
  copied: 'Kopiert',
  loadMore: 'Mehr zeigen',
  clearFilters: 'Filter entfernen',
  clear: 'Leeren',
  loading: 'Wird geladen',
  you: 'Sie',
  byYou: 'Ihnen',
  quoted: (words) => `„${words}“`,
  yes: 'Ja',
  no: 'Nein',
  quote: (id) => `Bei Rückfragen angeben: ${id}`,
};

export const errors: Text['errors'] = {
  title: 'Das konnte nicht geladen werden',
  safe: 'Es wurde nichts geändert.',
  offline: 'Der Server hat nicht geantwortet.',
  offlineTodo: 'Verbindung prüfen, dann erneut versuchen.',
  notFoundTitle: 'Hier ist nichts',
  notFound: 'Es wurde vielleicht gelöscht oder ist nicht für Sie sichtbar.',
  forbidden: 'Dafür fehlt die Berechtigung.',
  forbiddenTodo: 'Die Administration kann sie erteilen.',
  crashTitle: 'Diese Seite funktioniert nicht mehr',
  crash: 'Läufe sind nicht betroffen: Sie gehen auf dem Server weiter.',
  crashTodo: 'Die Seite neu laden.',
  reload: 'Neu laden',
};

export const notFound: Text['notFound'] = {
  title: 'Unter dieser Adresse gibt es keine Seite',
  body: 'Die Adresse enthält vielleicht einen Tippfehler, oder das Gezeigte wurde gelöscht.',
  back: 'Zu den Abläufen',
};

export const person: Text['person'] = {
  menu: 'Persönliches Menü',
  more: 'Mehr',
  signedIn: (name) => `Angemeldet als ${name}`,
  scheme: 'Darstellung',
  light: 'Hell',
  dark: 'Dunkel',
  system: 'Wie das System',
  admin: 'Administration',
  password: 'Passwort ändern',
  settings: 'Einstellungen',
  notSaved: 'Die Einstellung ließ sich nicht speichern',
  signOut: 'Abmelden',
  workspaces: 'Arbeitsbereich',
  notEntered: 'Der Arbeitsbereich ließ sich nicht öffnen',
};

export const live: Text['live'] = {
  paused: 'Aktualisierung unterbrochen, Verbindung wird wiederhergestellt',
};

export const search: Text['search'] = {
  placeholder: 'Seite, Ablauf oder Lauf finden',
  nothing: 'Nichts gefunden',
  pages: 'Seiten',
  workflows: 'Abläufe',
  runs: 'Letzte Läufe',
};

export const notices: Text['notices'] = {
  none: 'Nichts wartet auf Sie',
  noneBody: 'Was auf Sie wartet, erscheint hier.',
  waitingFor: (who) => `Wartet auf ${who}`,
  waitingForYou: 'Wartet auf Sie',
  someone: 'jemanden',
  resume: 'Fortsetzen…',
  openTask: 'Aufgabe öffnen',
  openRun: 'Lauf öffnen',
  dismiss: 'Diesen Hinweis schließen',
  ended: 'Wartet nicht mehr',
  approvedBy: (who) => `Genehmigt von ${who}`,
  rejectedBy: (who) => `Abgelehnt von ${who}`,
  decidedBy: (who) => `Entschieden von ${who}`,
  unread: (n) => `${n} ungelesen`,
};

export const waiting: Text['waiting'] = {
  for: (who) => `Wartet auf ${who}`,
  andMore: (first, more) => `${first} und ${more} weitere`,
  several: (n) => `${n} Wartepunkte offen`,
};
