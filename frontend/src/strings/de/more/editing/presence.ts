// Who else has a workflow open in the editor.
import type { Text } from '../../..';

export const presence: Text['presence'] = {
  here: 'Auch hier',
  at: (name, step) => `${name} · ${step}`,
  yourOther: 'Sie, in einem anderen Fenster',
  byYourOther: 'Ihnen in einem anderen Fenster',
  looksAt: (names) => `Ausgewählt von ${names}`,
  edits: (name) =>
    `${name} bearbeitet diesen Entwurf. Sie sehen jede Änderung, sobald sie gespeichert ist.`,
  elsewhere: 'Sie bearbeiten diesen Entwurf in einem anderen Fenster.',
  takeOver: 'Übernehmen',
  editHere: 'Hier bearbeiten',
};
