// Who else has a workflow open in the editor.
export const presence = {
  here: 'Also here',
  at: (name: string, step: string) => `${name} · ${step}`,
  yourOther: 'You, in another window',
  byYourOther: 'you in another window',
  looksAt: (names: string) => `Selected by ${names}`,
  edits: (name: string) => `${name} is editing this draft. You see each change as it is saved.`,
  elsewhere: 'You are editing this draft in another window.',
  takeOver: 'Take over',
  editHere: 'Edit here',
};
