// The editor.

import { plural } from '../../words';
import { fields, inspector, options } from './inspector';

const card = {
  attempt: (word: string, n: number) => `${word} · attempt ${n}`,
  since: (time: string) => `since ${time}`,
  until: (time: string) => `until ${time}`,
  decides: (names: string) => `${names} decide`,
  waiting: 'Waiting',
  resume: 'Resume',
  openTask: 'Open task',
  progress: (percent: number) => `Running ${percent} %`,
  pausesBefore: 'Pauses before this step',
  pausesAfter: 'Pauses after this step',
  waitsFor: (key: string) => `Waits for “${key}” in the state`,
  portIn: (title: string) => `Input of ${title}`,
  portOut: (title: string) => `Output of ${title}`,
};

const edge = {
  otherwise: 'else',
  any: 'any result',
  otherwiseHint: 'When no other line fits',
  always: 'always',
  alwaysHint: 'Beside the chosen one',
  errorHint: 'When the node has failed',
  when: 'if',
  choose: 'Follow this line when',
  label: (action: string) => `Followed on ${action}. Choose another`,
  action: 'Follow this line when the node finishes with',
  actionHint: '“else” is followed when no other line fits.',
  condition: 'Only if',
  conditionHint: 'A CEL expression, such as output.amount > 1000. Empty: always.',
  into: 'Hand the output to',
  intoHint: 'A property of the next node that is filled by this line.',
  nothing: 'Nothing, only lead on',
  from: 'Which part of the output',
  whole: 'The whole output',
  remove: 'Delete line',
};

const panels = {
  resizeLeft: 'Width of the left panel',
  resizeRight: 'Width of the right panel',
  hidePalette: 'Hide the nodes',
  showPalette: 'Show the nodes',
  hideInspector: 'Hide the inspector',
  showInspector: 'Show the inspector',
};

const canvas = {
  tools: 'Canvas tools',
  fit: 'Show everything',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomFrom: (now: number) => `${now} %: zoom to 100 %`,
  overview: 'Overview',
  undo: (name: string) => `Undo: ${name}`,
  redo: (name: string) => `Redo: ${name}`,
  nothingToUndo: 'Nothing to undo',
  nothingToRedo: 'Nothing to redo',
  layout: 'Tidy up',
  removed: (count: number) => `${count} things deleted`,
  notAGraph: 'The clipboard holds no nodes.',
};

const steps = {
  add: (title: string) => `Add ${title}`,
  insert: (title: string) => `Insert ${title}`,
  connect: 'Connect',
  move: (count: number) => (count > 1 ? `Move ${count} nodes` : 'Move'),
  nudge: 'Move',
  remove: (nodes: number, edges: number) => {
    if (nodes === 0) return plural(edges, 'Delete line', `Delete ${edges} lines`);
    return plural(nodes, 'Delete node', `Delete ${nodes} nodes`);
  },
  paste: (count: number) => plural(count, 'Paste node', `Paste ${count} nodes`),
  duplicate: (count: number) => plural(count, 'Duplicate node', `Duplicate ${count} nodes`),
  layout: 'Tidy up',
  rename: 'Rename',
  set: (name: string) => `Set ${name.replaceAll('_', ' ')}`,
  action: 'Choose action',
  condition: 'Set condition',
  carry: 'Choose data',
  takeTheirs: 'Take the newer draft',
};

const actions = {
  quickAdd: 'Add a node',
  undo: 'Undo',
  redo: 'Redo',
  duplicate: 'Duplicate',
  selectAll: 'Select everything',
  remove: 'Delete',
  layout: 'Tidy up',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomReset: 'Zoom to 100 %',
  fit: 'Show everything',
  fitSelection: 'Show the selection',
  rename: 'Rename',
  openNode: 'Open in the inspector',
  walkLeft: 'Go to the node before',
  walkRight: 'Go to the node after',
  walkUp: 'Go to the node above',
  walkDown: 'Go to the node below',
  upstream: 'Select what leads here',
  downstream: 'Select what follows',
  nudge: 'Move a little',
  nudgeFar: 'Move further',
  run: 'Run the draft',
  resume: 'Resume the selected step',
  publish: 'Publish',
  save: 'Save now',
  inspector: 'Show or hide the inspector',
  help: 'Show keyboard shortcuts',
  cancel: 'Close a menu, or select nothing',
  copy: 'Copy',
  cut: 'Cut',
  paste: 'Paste',
  pasteKeep: 'Paste and keep the lines into it',
  keys: 'Keyboard shortcuts',
};

const palette = {
  label: 'Nodes',
  find: 'Find a node',
  findNext: 'What comes next?',
  results: 'Found',
  quick: 'Add a node',
  none: (query: string) => `No node matches “${query}”.`,
};

const empty = {
  title: 'Start with a trigger',
  hint: 'Drag a node from the left, or press',
  hintEnd: 'to find one.',
  begin: 'Add the input of a run',
  used: (name: string) => `Use template ${name}`,
};

const header = {
  sections: 'Sections',
  tabs: {
    editor: 'Editor',
    runs: 'Runs',
    versions: 'Versions',
    triggers: 'Triggers',
    settings: 'Settings',
  },
  published: (version: number) => `v${version} published`,
  unpublished: 'Not published',
};

const save = {
  saved: (time: string, by: string) => (by ? `Saved ${time} by ${by}` : `Saved ${time}`),
  unsaved: 'Not saved yet',
  saving: 'Saving',
  failed: 'Not saved.',
  conflict: 'Not saved: somebody else was faster',
};

const problems = {
  title: 'Problems',
  none: 'No problems',
  empty: 'Empty',
  count: (count: number) => `${count} ${plural(count, 'problem', 'problems')}`,
  ready: 'No problems, ready to publish',
  graph: 'Graph',
};

const publish = {
  publish: 'Publish',
  title: (number: number) => `Publish version ${number}`,
  first: 'The first version. Runs can be started once it is published.',
  next: (version: number) => `New runs will use it. Runs on v${version} go on as they are.`,
  note: 'Note',
  notePlaceholder: 'What changes for the people who use it',
  done: (number: number) => `Version ${number} is published`,
  failed: 'The draft could not be published',
  notSaved: 'The draft is not saved yet.',
  empty: 'Add a node first',
  unchanged: 'The draft is what is published',
  problems: 'Solve the problems first',
};

const conflict = {
  title: 'Somebody else changed this draft',
  who: (name: string) => `${name} saved a newer draft`,
  somebody: 'Somebody',
  safe: 'Nothing is lost: yours is still here.',
  yours: 'What yours has different from theirs:',
  copy: 'Keep mine as a copy',
  theirs: 'Take theirs',
  mine: 'Keep mine',
  copyOf: (name: string) => `${name} (copy)`,
  copied: (name: string) => `Yours is kept as “${name}”`,
  copyFailed: 'The copy could not be made',
};

const run = {
  label: 'Run',
  run: 'Run',
  mayNot: 'You may not start runs of this workflow.',
  pause: 'Pause',
  pauseLater: 'A run cannot be paused by hand yet. Stop ends it.',
  open: 'Open the page of this run',
  hide: 'Take this run off the canvas',
  title: 'Start a run',
  inputs: 'Inputs',
  inputsHint: 'A JSON object. Give the input node fields to get a form here.',
  publishAndRun: 'Publish and run',
  runVersion: (version: number) => `Run v${version}`,
  draftDiffers: (version: number) =>
    `The draft differs from v${version}. Runs use published versions.`,
  draftUnsound: 'The draft has problems, so the published version is run.',
  needsSound: 'Solve the problems first: only a published version can run.',
  failed: 'The run could not be started',
};

const runsTab = {
  none: 'No runs yet',
  noneHint: 'Start one and watch it go through the graph.',
  version: (number: number) => `v${number}`,
  show: 'Show on canvas',
  all: 'All runs of this workflow',
};

const versionsTab = {
  none: 'Nothing is published yet',
  noneHint: 'Each time you publish, a version is kept here for good.',
  current: 'current',
  restore: 'Take into draft',
  step: (number: number) => `Take version ${number} into the draft`,
  restored: (number: number) => `The draft is now as version ${number}`,
};

const settingsTab = {
  name: 'Name',
  description: 'Description',
  slug: 'Address',
  slugHint: 'Used by the API and the commands; it stays.',
  save: 'Save',
  saved: 'Saved',
  notSaved: 'The settings could not be saved',
  delete: 'Delete workflow',
  deleteTitle: (name: string) => `Delete ${name}`,
  deleteTyped: (name: string) => `Type “${name}” to delete it for good.`,
  deleteBody: 'Only a workflow that was never run can be deleted: runs keep theirs.',
  deleted: (name: string) => `${name} is deleted`,
  notDeleted: 'The workflow could not be deleted',
};

export const editor = {
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
