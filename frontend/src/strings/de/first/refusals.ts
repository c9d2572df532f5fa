// What the server refuses, by the code of the problem; a code that is not here is told by its own words.
import type { Text } from '../..';

const withWhom = (sentence: string, { by, at }: { by: string; at: string }) =>
  [sentence, by && `von ${by}`, at && `(${at})`].filter(Boolean).join(' ');

export const refusals: Text['refusals'] = {
  // Anywhere
  unavailable: () =>
    'Die Datenbank ist ausgelastet oder nicht erreichbar: in einigen Sekunden erneut versuchen.',
  error: () => 'Auf dem Server ist etwas schiefgegangen.',
  throttled: () => 'Das waren zu viele Anfragen: eine Minute warten.',
  too_large: () => 'Das ist zu groß.',
  too_deep: () => 'Die Daten sind zu tief verschachtelt.',
  forbidden: () => 'Dafür fehlt die Berechtigung.',
  permission_denied: () => 'Diese Seite ist dafür zu alt: neu laden.',
  stale: () => 'Inzwischen hat sich etwas geändert: erneut versuchen.',
  idempotency_key: () => 'Das wurde schon mit anderem Inhalt gesendet: Seite neu laden.',
  bad_text: () => 'Der Text enthält ein Zeichen, das nicht gespeichert werden kann.',
  nul: () => 'Der Text enthält ein Zeichen, das nicht gespeichert werden kann.',
  not_text: () => 'Der Text enthält ein Zeichen, das nicht gespeichert werden kann.',
  not_json: () => 'Das ist kein JSON.',
  not_a_number: () => 'Das ist keine Zahl, die gespeichert werden kann.',
  number_too_large: () => 'Diese Zahl ist zu groß.',
  integer: () => 'Diese Zahl ist zu groß: als Text angeben.',

  // Deciding and answering
  already_closed: (refused) =>
    refused.by ? `${withWhom('Schon beantwortet', refused)}.` : 'Das ist nicht mehr offen.',
  already_decided: () => 'Ihre Entscheidung liegt schon vor.',
  four_eyes: () => 'Wer angefragt hat, darf nicht selbst entscheiden.',
  not_asked: () => 'Diese Aufgabe richtet sich an andere.',
  claimed: ({ by }) => `Diese Aufgabe liegt bei ${by || 'jemand anderem'}.`,
  not_claimed: () => 'Diese Aufgabe hat niemand übernommen.',
  undecided: () => 'Es fehlt noch eine Entscheidung.',
  unknown_action: () => 'Diese Antwort ist hier nicht möglich.',
  no_option: () => 'Diese Antwort ist hier nicht möglich.',
  action_required: () => 'Eine der angebotenen Antworten ist nötig.',
  comment_required: () => 'Ein kurzer Grund ist nötig.',
  confirm: () => 'Die Eingabe zur Bestätigung stimmt nicht.',
  undo_over: () => 'Zum Zurücknehmen ist es zu spät.',
  nothing_to_undo: () => 'Es gibt nichts zurückzunehmen.',
  not_yours: () => 'Nur wer entschieden hat, kann das zurücknehmen.',
  too_soon: () => 'Die letzte Erinnerung ist noch keine vier Stunden her.',
  not_requester: () => 'Nur wer angefragt hat, kann erinnern.',
  unknown_file: () => 'Eine Datei ist nicht mehr da: Sie muss neu angehängt werden.',
  empty_file: () => 'Die Datei ist leer.',
  wrong_kind: () => 'Der Inhalt der Datei passt nicht zu ihrem Namen.',
  unknown_kind: () => 'Dateien dieser Art werden nicht angenommen.',
  unknown_person: () => 'Niemand heißt so.',
  unknown_workflow: () => 'Diesen Ablauf gibt es nicht.',
  oneself: () => 'Sich selbst vertritt niemand.',
  ends_too_early: () => 'Es endet, bevor es beginnt.',
  is_over: () => 'Es ist schon vorbei.',
  too_long: () => 'Höchstens ein Jahr.',

  // Runs
  run_finished: (refused) =>
    refused.by ? `${withWhom('Der Lauf ist beendet', refused)}.` : 'Der Lauf ist schon beendet.',
  not_waiting: () => 'Hier wird nicht mehr gewartet.',
  children: () => 'Hier wird auf andere Läufe gewartet: dort antworten.',
  ambiguous: () => 'Mehrere Schritte warten: einen davon auswählen.',
  missing: () => 'Im Zustand des Laufs fehlt noch ein Wert.',
  not_failed: () => 'Nur Gescheitertes kann wiederholt werden.',
  not_at_rest: () => 'Nur ein wartender oder gescheiterter Lauf kann die Version wechseln.',
  same_version: () => 'Der Lauf hat diese Version schon.',
  does_not_fit: () => 'Der Lauf passt nicht zu dieser Version.',
  reason: () => 'Ein kurzer Grund ist nötig.',
  unknown_type: () => 'Kein Worker hat den Code dieses Laufs.',
  unreadable: () => 'Das Protokoll dieses Laufs kann hier nicht gelesen werden.',
  not_published: () => 'Der Ablauf ist noch nicht veröffentlicht.',

  // Workflows and triggers
  slug_taken: () => 'Unter dieser Adresse gibt es schon einen Ablauf.',
  stale_revision: ({ by }) => `Der Entwurf wurde inzwischen von ${by || 'jemandem'} gespeichert.`,
  has_runs: () => 'Der Ablauf hat Läufe; sie bleiben erhalten und er mit ihnen.',
  code_first: () => 'Dieser Ablauf ist in Python geschrieben: den Code ändern.',
  graph_problems: () => 'Der Entwurf hat noch Fehler.',
  schema: () => 'Diese Beschreibung eines Formulars ist nicht gültig.',
  expression: ({ said }) => `Der Ausdruck stimmt nicht: ${said}`,
  duration: () => 'Eine Dauer wie 30s, 5m, 2h oder 3d.',
  too_many: () => 'Das sind zu viele.',
  no_address: () => 'Nur Webhooks haben eine Adresse.',

  // Single fields
  required: () => 'Hier fehlt eine Angabe.',
  blank: () => 'Hier fehlt eine Angabe.',
  null: () => 'Hier fehlt eine Angabe.',
  max_length: () => 'Das ist zu lang.',
  min_length: () => 'Das ist zu kurz.',
  max_value: () => 'Dieser Wert ist zu groß.',
  min_value: () => 'Dieser Wert ist zu klein.',
  invalid_choice: () => 'Das steht nicht zur Auswahl.',
};
