// What the server says in English of the steps that come with it, and of the templates, by that English.
// Steps of your own modules stay in the words of their authors. A test compares with the server.

import { hints } from './serverHints';

const categories = {
  People: 'Menschen',
  Wait: 'Warten',
  Flow: 'Verzweigen',
  Data: 'Daten',
  Connect: 'Anbinden',
};

const titles = {
  Input: 'Eingabe',
  Output: 'Ausgabe',
  Approval: 'Genehmigung',
  Question: 'Frage',
  Form: 'Formular',
  Sleep: 'Pause',
  'Wait for callback': 'Rückruf abwarten',
  'Wait for event': 'Ereignis abwarten',
  'Send event': 'Ereignis senden',
  Condition: 'Bedingung',
  Switch: 'Weiche',
  Merge: 'Zusammenführen',
  'For each': 'Für jedes',
  'Sub-workflow': 'Teilablauf',
  Fail: 'Scheitern',
  Constant: 'Fester Wert',
  Transform: 'Umrechnen',
  Template: 'Textvorlage',
  'Set state': 'Merken',
  Log: 'Protokollieren',
  'HTTP request': 'HTTP-Anfrage',
  'Send e-mail': 'E-Mail senden',
  Task: 'Python-Aufgabe',
  Function: 'Funktion',
  'Document approval': 'Dokumentfreigabe',
  'Wait for a webhook': 'Webhook abwarten',
};

const descriptions = {
  'Where a run starts: gives what was filled in to start it.':
    'Hier beginnt ein Lauf: ergibt, was zum Start ausgefüllt wurde.',
  "Puts a value under a name into the run's result.":
    'Legt einen Wert unter einem Namen in das Ergebnis des Laufs.',
  'Asks people to approve or reject, and goes on by what they decide.':
    'Bittet um Genehmigung oder Ablehnung und geht je nach Entscheidung weiter.',
  'Asks people to choose or to write, and goes on by what they choose.':
    'Lässt auswählen oder schreiben und geht je nach Auswahl weiter.',
  'Asks people to fill in a form, and gives what they filled in.':
    'Lässt ein Formular ausfüllen und ergibt die Angaben.',
  'Waits until somebody resumes the run, with an answer if a form asks for one.':
    'Wartet, bis jemand den Lauf fortsetzt, mit einer Antwort, falls ein Formular sie verlangt.',
  'Waits for some time, or until a moment, and holds nothing meanwhile.':
    'Wartet eine Zeit lang oder bis zu einem Zeitpunkt und belegt währenddessen nichts.',
  'Waits until a program outside answers at an address that is made for this wait.':
    'Wartet, bis ein anderes Programm unter einer eigens angelegten Adresse antwortet.',
  'Waits for an event with a name and a key, from another run or from outside.':
    'Wartet auf ein Ereignis mit Namen und Schlüssel, aus einem anderen Lauf oder von außen.',
  'Sends an event to every run that waits for it, and starts the workflows that listen.':
    'Sendet ein Ereignis an alle Läufe, die darauf warten, und startet Abläufe, die darauf hören.',
  'Goes one way when something is true, another when it is not.':
    'Geht einen Weg, wenn etwas zutrifft, sonst einen anderen.',
  'Goes the first way whose condition holds, or the way for everything else.':
    'Geht den ersten Weg, dessen Bedingung zutrifft, oder den für alles andere.',
  'Brings branches together and lists what arrived.':
    'Führt Zweige zusammen und listet auf, was ankam.',
  'Runs a workflow for each item of a list and gives the results in the order of the items.':
    'Startet einen Ablauf für jeden Eintrag einer Liste und ergibt die Ergebnisse in deren Reihenfolge.',
  'Runs another workflow and gives its result.':
    'Startet einen anderen Ablauf und ergibt dessen Ergebnis.',
  'Fails with a message, always or while something holds.':
    'Scheitert mit einer Meldung, immer oder wenn etwas zutrifft.',
  'Gives a fixed value: a text, a number, a list or an object.':
    'Ergibt einen festen Wert: Text, Zahl, Liste oder Objekt.',
  'Computes a value from inputs and earlier steps.':
    'Berechnet einen Wert aus Eingaben und früheren Schritten.',
  'Writes a text with values put in where it says {{ name }}.':
    'Schreibt einen Text und setzt Werte ein, wo {{ name }} steht.',
  'Remembers values for the rest of the run, or forgets them.':
    'Merkt sich Werte für den Rest des Laufs oder vergisst sie.',
  "Writes a line into the run's log.": 'Schreibt eine Zeile in das Protokoll des Laufs.',
  'Sends a request to another system and gives its answer.':
    'Sendet eine Anfrage an ein anderes System und ergibt dessen Antwort.',
  'Sends a mail.': 'Sendet eine E-Mail.',
  'Calls a Python function that is marked with @task, and gives what it returns.':
    'Ruft eine mit @task markierte Python-Funktion auf und ergibt, was sie zurückgibt.',
  'Calls a Python function of the program that brought this workflow along.':
    'Ruft eine Python-Funktion des Programms auf, das diesen Ablauf mitgebracht hat.',
  'Waits until a document is approved or rejected, and again each time changes are wanted.':
    'Wartet, bis ein Dokument genehmigt oder abgelehnt ist, und bei gewünschten Änderungen erneut.',
  'Waits until another system posts to an address that is made for this one wait.':
    'Wartet, bis ein anderes System an eine eigens angelegte Adresse sendet.',
};

const fields = {
  'A claim ends after': 'Übernahme endet nach',
  'A rejection needs a reason': 'Ablehnen nur mit Begründung',
  'Address (without its secret)': 'Adresse (ohne ihr Geheimnis)',
  Address: 'Adresse',
  After: 'Nach',
  'Answer when the time is over': 'Antwort nach Ablauf der Zeit',
  Answer: 'Antwort',
  'Answered by': 'Beantwortet von',
  Approved: 'Genehmigt',
  Arguments: 'Argumente',
  'At the same time': 'Gleichzeitig',
  Body: 'Inhalt',
  'Business calendar': 'Geschäftskalender',
  'Callback id': 'Id des Rückrufs',
  'Changes to the proposal': 'Änderungen am Vorschlag',
  Comment: 'Kommentar',
  Comments: 'Kommentare',
  Credential: 'Zugangsdaten',
  'Cut short by hand': 'Von Hand verkürzt',
  'Decide from mail without signing in': 'Entscheiden per Mail ohne Anmeldung',
  'Decided at': 'Entschieden am',
  'Decided by': 'Entschieden von',
  Decision: 'Entscheidung',
  Document: 'Dokument',
  'Due after': 'Fällig nach',
  'Else ask': 'Sonst fragen',
  'Else go by': 'Sonst weiter mit',
  'Escalate to': 'Weiterleiten an',
  Escalation: 'Eskalation',
  Event: 'Ereignis',
  Expression: 'Ausdruck',
  Facts: 'Angaben',
  'Fail on errors': 'Bei Fehlern scheitern',
  'Filled in by': 'Ausgefüllt von',
  'Filled in': 'Angaben',
  For: 'Dauer',
  Forget: 'Vergessen',
  'Form for the answer': 'Formular für die Antwort',
  'Form of the answer': 'Form der Antwort',
  From: 'Von',
  'Go by': 'Weiter mit',
  'Groups who answer': 'Gruppen, die antworten',
  Groups: 'Gruppen',
  Headers: 'Kopfzeilen',
  'How many must agree': 'So viele müssen zustimmen',
  'How many rejections end it': 'So viele Ablehnungen beenden es',
  Id: 'Id',
  Inputs: 'Eingaben',
  Instructions: 'Hinweise',
  Items: 'Einträge',
  Key: 'Schlüssel',
  'Kind of answer': 'Art der Antwort',
  Label: 'Beschriftung',
  Level: 'Stufe',
  List: 'Liste',
  'May be skipped': 'Darf übersprungen werden',
  Message: 'Meldung',
  Method: 'Methode',
  Name: 'Name',
  Options: 'Möglichkeiten',
  'Other answers': 'Andere Antworten',
  'People who answer': 'Personen, die antworten',
  Priority: 'Dringlichkeit',
  Proposal: 'Vorschlag',
  Query: 'Parameter',
  Reason: 'Grund',
  Remember: 'Merken',
  'Remind again every': 'Erneut erinnern alle',
  'Reply to': 'Antwort an',
  Result: 'Ergebnis',
  Results: 'Ergebnisse',
  'Resumed at': 'Fortgesetzt am',
  Reviewer: 'Geprüft von',
  'Rounds at most': 'Höchstens so viele Runden',
  Rounds: 'Runden',
  'Seconds slept': 'Sekunden Pause',
  'Seconds waited': 'Sekunden gewartet',
  'Sent to': 'Gesendet an',
  Status: 'Status',
  Subject: 'Betreff',
  'Tell it also': 'Außerdem mitteilen',
  'Signed answers only': 'Nur signierte Antworten',
  'Tell this address': 'Diese Adresse benachrichtigen',
  Text: 'Text',
  'The requester cannot answer': 'Wer anfragt, antwortet nicht',
  'Time limit': 'Zeitgrenze',
  'Time to undo': 'Zeit zum Rückgängigmachen',
  Title: 'Titel',
  To: 'An',
  'Type to confirm': 'Zur Bestätigung eintippen',
  Until: 'Bis',
  Value: 'Wert',
  Values: 'Werte',
  Version: 'Version',
  'Way taken': 'Gewählter Weg',
  Ways: 'Wege',
  Webhook: 'Webhook',
  'What came': 'Was kam',
  'What is waited for': 'Worauf gewartet wird',
  'What the event brought': 'Was das Ereignis brachte',
  'What was sent': 'Was gesendet wurde',
  'When an item fails': 'Wenn ein Eintrag scheitert',
  'When nobody is left to ask': 'Wenn niemand mehr zu fragen ist',
  'When the time is over': 'Wenn die Zeit um ist',
  When: 'Wenn',
  Workflow: 'Ablauf',
};

const templates = {
  'Expense approval': 'Auslage genehmigen',
  'Somebody hands in an expense, a manager approves or rejects it, and it is paid or sent back.':
    'Jemand reicht eine Auslage ein, eine Führungskraft genehmigt oder lehnt ab, sie wird bezahlt oder geht zurück.',
  'Parallel review': 'Doppelte Prüfung',
  'A proposal goes to legal and technical review at once; it is accepted when both agree.':
    'Ein Vorschlag wird zugleich rechtlich und technisch geprüft; angenommen ist er, wenn beide zustimmen.',
  'A document goes to a reviewer, who approves it, rejects it or sends it back for changes.':
    'Ein Dokument geht zur Prüfung und wird genehmigt, abgelehnt oder zur Änderung zurückgegeben.',
  'Content publishing': 'Beitrag veröffentlichen',
  'An editor approves an article and says when; it is published after that delay, or returned.':
    'Die Redaktion genehmigt einen Beitrag und sagt wann; dann erscheint er, oder er geht zurück.',
  'Access request': 'Zugang beantragen',
  'The manager approves access to a system; for sensitive systems security must approve as well.':
    'Die Führungskraft genehmigt den Zugang zu einem System; bei heiklen auch die Sicherheit.',
  Onboarding: 'Einarbeitung',
  'Account, workplace and a plan for the first week are prepared side by side.':
    'Konto, Arbeitsplatz und ein Plan für die erste Woche werden nebeneinander vorbereitet.',
  Refund: 'Erstattung',
  'Small refunds are paid at once, others after an approval, large ones after two.':
    'Kleine Erstattungen werden sofort bezahlt, andere nach einer Genehmigung, große nach zweien.',
  'Incident escalation': 'Störung eskalieren',
  'Who is on duty has a quarter of an hour to take an incident; then management is asked.':
    'Die Bereitschaft hat eine Viertelstunde, eine Störung zu übernehmen; dann wird die Leitung gefragt.',
  'Purchase order': 'Bestellung',
  'A purchase is approved by somebody else than who asks, who also chooses the supplier.':
    'Jemand anderes als die anfragende Person genehmigt einen Kauf und wählt den Lieferanten.',
  'Shop order': 'Bestellung im Laden',
  'An order comes by webhook and waits for its payment; expensive ones are released by a person.':
    'Eine Bestellung kommt per Webhook und wartet auf ihre Zahlung; teure gibt eine Person frei.',
  'Data pipeline': 'Datenstrecke',
  'Rows are checked and kept; with faults among them a person decides before they are loaded.':
    'Zeilen werden geprüft und festgehalten; sind Fehler dabei, entscheidet vor dem Laden eine Person.',
};

export const fromServer: Record<string, string> = {
  ...fields,
  ...hints,
  ...categories,
  ...titles,
  ...descriptions,
  ...templates,
};
