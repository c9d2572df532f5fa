// Einen Ablauf teilen: wer was mit ihm tun darf.
import type { Text } from '../../..';

export const sharing: Text['sharing'] = {
  share: 'Teilen',
  title: 'Wer Zugriff hat',
  about: 'Fügen Sie Personen und Gruppen hinzu und wählen Sie, was sie tun dürfen.',
  onlyOwners: 'Nur Eigentümer ändern, wer Zugriff hat.',
  who: 'Personen und Gruppen mit Zugriff',
  nobody: 'Noch ist niemand genannt',
  notLoaded: 'Wer Zugriff hat, ließ sich nicht laden.',
  add: 'Person oder Gruppe hinzufügen',
  addWhom: 'Name oder Gruppe',
  people: 'Personen',
  groups: 'Gruppen',
  groupOf: (name, count) => `${name} (${count} ${count === 1 ? 'Person' : 'Personen'})`,
  roles: { viewer: 'Lesen', operator: 'Ausführen', editor: 'Bearbeiten', owner: 'Eigentümer' },
  roleOf: (name) => `Rolle von ${name}`,
  remove: (name) => `${name} entfernen`,
  restricted: 'Nur wer hier genannt ist',
  restrictedOn:
    'Niemand sonst sieht den Ablauf und seine Läufe. Wer in einer Aufgabe gefragt ist, sieht diese.',
  restrictedOff: 'Andere dürfen, was ihre Gruppen erlauben.',
  save: 'Speichern',
  saved: 'Zugriff geändert',
  notSaved: 'Der Zugriff wurde nicht geändert',
};
