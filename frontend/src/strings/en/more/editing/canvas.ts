// The canvas of the editor: putting in order, notes, groups, search, outline, history.

import { plural } from '../../words';

const nodes = (count: number) => `${count} ${plural(count, 'node', 'nodes')}`;

const steps = {
  align: 'Align',
  distribute: 'Distribute',
  space: 'Align and space',
  bypass: (count: number) => `Bypass ${nodes(count)}`,
  noBypass: (count: number) => `No longer bypass ${nodes(count)}`,
  addNote: 'Add note',
  writeNote: 'Write note',
  sizeNote: 'Resize note',
  colourNote: 'Colour note',
  removeNotes: (count: number) => plural(count, 'Delete note', `Delete ${count} notes`),
  group: (count: number) => `Group ${nodes(count)}`,
  ungroup: 'Ungroup',
  renameGroup: 'Rename group',
  collapse: 'Fold group',
  expand: 'Unfold group',
  extract: (name: string) => `Extract ${name}`,
};

const arrange = {
  label: 'Selection',
  left: 'Align left',
  centre: 'Align centres',
  right: 'Align right',
  top: 'Align top',
  middle: 'Align middles',
  bottom: 'Align bottom',
  across: 'Distribute across',
  down: 'Distribute down',
};

const actions = {
  align: 'Align',
  space: 'Align and space evenly',
  bypass: 'Bypass, or no longer',
  note: 'Add a note',
  group: 'Group',
  ungroup: 'Ungroup',
  extract: 'Make a sub-workflow of the selection',
  openSub: 'Open the sub-workflow',
  connect: 'Connect to …',
  search: 'Search in the graph',
  palette: 'Search and commands',
  outline: 'Show the outline or the nodes',
  focus: 'Focus mode',
  bottom: 'Show or hide the panel under the canvas',
  box: 'Select with a box',
  addTo: 'Add to the selection',
  pan: 'Move the view',
};

const keys = {
  drag: 'drag',
  click: 'click',
  doubleClick: 'double-click',
  find: 'Find a shortcut or an action',
  none: (query: string) => `No action matches “${query}”.`,
  groups: {
    build: 'Build',
    select: 'Select and walk',
    arrange: 'Put in order',
    look: 'Look',
    work: 'Try and publish',
  },
};

const note = {
  label: (words: string) => `Note: ${words}`,
  empty: 'Empty note',
  hint: 'Write a note. **bold**, *italic*, `code`, - lists and [links](https://…) work.',
  write: 'Words of the note',
  tones: { amber: 'Yellow', gray: 'Gray', blue: 'Blue', teal: 'Green' },
  colour: (name: string) => `Colour ${name}`,
};

const group = {
  untitled: 'Group',
  title: 'Name of the group',
  label: (title: string, count: number) => `Group ${title}, ${nodes(count)}`,
  fold: (title: string) => `Fold ${title}`,
  unfold: (title: string) => `Unfold ${title}`,
  folded: nodes,
};

const search = {
  label: 'Search in the graph',
  placeholder: 'Title, type, setting or note',
  count: (at: number, all: number) => `${at} of ${all}`,
  none: 'Nothing found',
  next: 'Next',
  previous: 'Previous',
  close: 'Close the search',
};

const connecting = {
  title: (name: string) => `Connect ${name} to`,
  placeholder: 'Find a node',
  input: (node: string, port: string) => `${node} › ${port}`,
  none: 'There is no other node.',
  refused: (why: string) => `Not possible: ${why}`,
};

const history = {
  open: 'History',
  title: 'History',
  start: 'As it was opened',
  hint: 'Kept while this tab is open, also over a reload.',
  now: 'now',
  undone: 'undone',
  empty: 'Each step you take stands here.',
};

const commands = {
  group: 'Editor',
  notNow: 'Needs a selection that it applies to',
  nodes: 'Go to a node',
};

const menu = {
  node: 'Menu of the node',
  canvas: 'Menu of the canvas',
  addHere: 'Add a node here',
};

const focus = {
  leave: 'Leave focus mode',
};

const outline = {
  panel: 'Left panel',
  nodes: 'Nodes',
  outline: 'Outline',
  empty: 'Nothing is drawn yet.',
  add: 'Add a node',
  addAfter: 'Add the next node',
  connect: (title: string) => `Connect ${title}`,
  line: (title: string) => `Leads to ${title}`,
  lineOn: (action: string, title: string) => `On ${action}, leads to ${title}`,
  removeLine: (title: string) => `Delete the line to ${title}`,
};

const sub = {
  trail: 'Where this sub-workflow is used',
  back: (name: string) => `Back to ${name}`,
  title: 'Make a sub-workflow',
  name: 'Name',
  hint: (count: number) => `${nodes(count)} become a workflow of their own, and one node here.`,
  extract: 'Make sub-workflow',
  done: (name: string) => `${name} is a workflow of its own now`,
  failed: 'The sub-workflow could not be made',
  refusedTitle: 'These nodes cannot become a sub-workflow',
  refused: {
    nothing: 'Select the nodes first.',
    ends: 'Inputs and outputs belong to the run itself. Leave them out of the selection.',
    state: 'They use the state of the run, which a sub-workflow does not share.',
    entries: 'Lines lead into them at several places. Select nodes that begin at one.',
    exits:
      'Lines lead out of them at several places, or depend on a result. Select nodes that end at one.',
    branches:
      'Some result within them leads nowhere, so what follows might run when it should not.',
  },
};

const palette = {
  recent: 'Recently used',
  favourites: 'Favourites',
  favour: (title: string) => `${title}: favourite`,
};

export const canvas = {
  actions,
  arrange,
  commands,
  connecting,
  focus,
  group,
  history,
  keys,
  menu,
  note,
  outline,
  palette,
  search,
  steps,
  sub,
};
