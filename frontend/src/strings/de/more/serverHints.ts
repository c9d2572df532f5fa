// What the server says in English under the fields of its steps, by that English; see server.ts.

export const hints = {
  'Due date and escalation count working time of this calendar.':
    'Frist und Eskalation zählen die Arbeitszeit dieses Kalenders.',
  'How long a decision made on a page may be taken back. 0: not at all.':
    'So lange lässt sich eine auf einer Seite getroffene Entscheidung zurücknehmen. 0: gar nicht.',
  'Reminders come when it is due soon, when it is due, then every so long; at most one in 4 hours. 0: never.':
    'Erinnert wird kurz vor der Frist, zur Frist und danach in diesem Abstand; höchstens einmal in 4 Stunden. 0: nie.',
  'That many approvals are needed.': 'So viele Genehmigungen sind nötig.',
  'What must be typed to approve, as the amount: {{ inputs.amount }}':
    'Was zum Genehmigen einzutippen ist, etwa der Betrag: {{ inputs.amount }}',
  'What the form begins with; what is changed in it is kept.':
    'Womit das Formular beginnt; was darin geändert wird, bleibt festgehalten.',
  'What to look at before answering.': 'Was vor der Antwort zu beachten ist.',
  'Who has taken the task and does nothing loses it again. 0: never.':
    'Wer die Aufgabe übernimmt und nichts tut, verliert sie wieder. 0: nie.',
  'Who has the mail has the power, also when it was forwarded.':
    'Wer die Mail hat, hat die Befugnis, auch wenn sie weitergeleitet wurde.',
  'Who is asked instead when nobody has answered for so long.':
    'Wer stattdessen gefragt wird, wenn so lange niemand geantwortet hat.',
  'Who is asked instead, and after how long.':
    'Wer stattdessen gefragt wird, und nach welcher Zeit.',
  'Who is asked when nobody of those named is there.':
    'Wer gefragt wird, wenn von den Genannten niemand da ist.',
  'Whoever started the run may not answer, also not for somebody else.':
    'Wer den Lauf gestartet hat, darf nicht antworten, auch nicht für jemand anderen.',
  'With 1 anybody has a veto.': 'Bei 1 hat jede Stimme ein Veto.',
  'Without a choice the page asks for one; yes: nobody rejects without.':
    'Ohne Angabe fragt die Seite danach; ja: Niemand lehnt ohne ab.',
  'The fields that are asked for when a run is started.':
    'Die Felder, die beim Start eines Laufs verlangt werden.',
  'Under this name the value stands in the result.':
    'Unter diesem Namen steht der Wert im Ergebnis.',
  'What is asked, in one line, as: Approve {{ inputs.amount }}?':
    'Die Frage in einer Zeile, etwa: {{ inputs.amount }} genehmigen?',
  'The facts that are shown with the question.': 'Die Angaben, die mit der Frage gezeigt werden.',
  'Fields to fill in when approving.': 'Felder, die beim Genehmigen auszufüllen sind.',
  'A due date only, unless something happens when the time is over.':
    'Nur ein Fälligkeitsdatum, solange nach Ablauf der Zeit nichts geschieht.',
  'Ask those who look after runs, or fail.': 'Die fragen, die Läufe betreuen, oder scheitern.',
  'How long to wait; 0 waits for ever.': 'Wie lange gewartet wird; 0 wartet unbegrenzt.',
  'Without a choice: go on by the time-out line if there is one, else fail.':
    'Ohne Auswahl: weiter über die Linie für den Zeitablauf, sonst scheitern.',
  'What the step goes on with when nobody has answered.':
    'Womit der Schritt weitergeht, wenn niemand geantwortet hat.',
  'Who is asked instead when the time is over.':
    'Wer nach Ablauf der Zeit stattdessen gefragt wird.',
  'People may go on without an answer.': 'Es darf ohne Antwort weitergehen.',
  'People may write an answer of their own.': 'Eine eigene Antwort darf geschrieben werden.',
  'The fields to fill in.': 'Die Felder, die auszufüllen sind.',
  'Shown to those who look after the run.': 'Für die sichtbar, die den Lauf betreuen.',
  'Shown beside the reason.': 'Neben dem Grund zu sehen.',
  'The fields of the answer that ends the wait.': 'Die Felder der Antwort, die das Warten beendet.',
  'Seconds, or for example 30s, 5m, 2h or 3d.': 'Sekunden, oder etwa 30s, 5m, 2h oder 3d.',
  'A moment instead, as 2026-12-24T18:00:00Z.':
    'Stattdessen ein Zeitpunkt, etwa 2026-12-24T18:00:00Z.',
  'What is sent must fit; anything else is refused and may be sent again.':
    'Gesendetes muss passen; anderes wird abgelehnt und darf erneut gesendet werden.',
  'What is sent must carry a signature with a key of this installation.':
    'Was kommt, muss mit einem Schlüssel dieser Installation signiert sein.',
  "Gets the callback's address by POST before the wait begins.":
    'Bekommt die Adresse des Rückrufs per POST, bevor das Warten beginnt.',
  'Fields beside callback_url, webhook_id, run and reason. Texts may hold {{ callback_url }}.':
    'Felder neben callback_url, webhook_id, run und reason. Texte dürfen {{ callback_url }} enthalten.',
  "The event's name, as order.paid.": 'Der Name des Ereignisses, etwa order.paid.',
  'Which one of many, as {{ inputs.order_id }}; without a key only events without one count.':
    'Welches von vielen, etwa {{ inputs.order_id }}; ohne Schlüssel zählen nur Ereignisse ohne einen.',
  'What the event brings to those who receive it.':
    'Was das Ereignis denen bringt, die es empfangen.',
  'For example: inputs.amount > 1000': 'Zum Beispiel: inputs.amount > 1000',
  "For example: inputs.kind == 'refund'": "Zum Beispiel: inputs.kind == 'refund'",
  'One thing to choose: its id, which is also an action, and what people read.':
    'Eine Möglichkeit: ihre Id, zugleich eine Aktion, und was zu lesen ist.',
  'One way: taken when its condition holds and none before it did.':
    'Ein Weg: Er gilt, wenn seine Bedingung zutrifft und keine davor.',
  'The way when no condition holds.': 'Der Weg, wenn keine Bedingung zutrifft.',
  'The workflow that is run.': 'Der Ablauf, der gestartet wird.',
  'A list; the workflow is run once for each item.':
    'Eine Liste; der Ablauf wird für jeden Eintrag einmal gestartet.',
  'How many items are worked on at the same time.':
    'Wie viele Einträge gleichzeitig bearbeitet werden.',
  'Fail after the others have finished, or put nothing in its place.':
    'Scheitern, wenn die anderen fertig sind, oder nichts an seine Stelle setzen.',
  'Empty: the latest when the step starts.': 'Leer: die neueste, wenn der Schritt beginnt.',
  'What the workflow is started with.': 'Womit der Ablauf gestartet wird.',
  'Yes, no, or an expression that decides.': 'Ja, nein oder ein Ausdruck, der entscheidet.',
  'For example: double(inputs.amount) * 1.2': 'Zum Beispiel: double(inputs.amount) * 1.2',
  '{{ name }} is replaced by that value; {{ inputs.amount }} and {{ nodes.review.comment }} reach inputs and earlier steps. What is missing stays empty.':
    '{{ name }} wird durch diesen Wert ersetzt; {{ inputs.amount }} und {{ nodes.review.comment }} erreichen Eingaben und frühere Schritte. Was fehlt, bleibt leer.',
  'Values that the text may name.': 'Werte, die der Text nennen darf.',
  'Names and values; expressions read them as state.name.':
    'Namen und Werte; Ausdrücke lesen sie als state.name.',
  'Names to remove.': 'Namen, die entfernt werden.',
  'Added to the address after the ?.': 'Kommt nach dem ? an die Adresse.',
  'A text is sent as it is, anything else as JSON.':
    'Ein Text wird gesendet, wie er ist, alles andere als JSON.',
  'The name of a secret that is sent along; administrators keep them.':
    'Der Name eines Geheimnisses, das mitgesendet wird; die Administration verwaltet sie.',
  'An answer of 400 and above fails the step.': 'Ab Antwort 400 scheitert der Schritt.',
  'For the whole exchange.': 'Für den ganzen Austausch.',
  'One or more addresses, with commas between them.':
    'Eine oder mehrere Adressen, durch Kommas getrennt.',
  'Where answers go, when not to the sender.': 'Wohin Antworten gehen, wenn nicht an den Absender.',
  'Its name, with the module where that alone is not enough.':
    'Ihr Name, mit Modul, wo er allein nicht genügt.',
  'What the function gets by name.': 'Was die Funktion unter Namen bekommt.',
  "Its name: the workflow's and the step's, as in expenses.submit.":
    'Ihr Name: der des Ablaufs und der des Schritts, etwa expenses.submit.',
  'What the function gets by name, beside the context.':
    'Was die Funktion neben dem Kontext unter Namen bekommt.',
  'Its name or address.': 'Sein Name oder seine Adresse.',
  'Who is expected to call.': 'Von wem der Aufruf erwartet wird.',
};
