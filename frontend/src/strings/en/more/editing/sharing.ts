// Sharing a workflow: who may do what to it.
import { plural } from '../../words';

export const sharing = {
  share: 'Share',
  title: 'Who has access',
  about: 'Add people and groups, and choose what each may do.',
  onlyOwners: 'Only owners change who has access.',
  who: 'People and groups with access',
  nobody: 'Nobody is named yet',
  notLoaded: 'Who has access could not be loaded.',
  add: 'Add a person or group',
  addWhom: 'Name or group',
  people: 'People',
  groups: 'Groups',
  groupOf: (name: string, count: number) =>
    `${name} (${count} ${plural(count, 'person', 'people')})`,
  roles: { viewer: 'Viewer', operator: 'Operator', editor: 'Editor', owner: 'Owner' },
  roleOf: (name: string) => `Role of ${name}`,
  remove: (name: string) => `Remove ${name}`,
  restricted: 'Only people named here',
  restrictedOn: 'Nobody else sees the workflow or its runs. Who is asked in a task sees that task.',
  restrictedOff: 'Others may do what their groups allow.',
  save: 'Save',
  saved: 'Access changed',
  notSaved: 'Access was not changed',
};
