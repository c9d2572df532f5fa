// English words of the inspector: fields, options, and what a run did with a node.
const plural = (count: number, one: string, many: string) => (count === 1 ? one : many);

export const fields = {
  choose: 'Choose',
  none: 'None',
  seconds: 'seconds',
  minutes: 'minutes',
  hours: 'hours',
  days: 'days',
  unitOf: (label: string) => `Unit of ${label}`,
  users: 'People',
  groups: 'Groups',
  addUser: 'Add people',
  addGroup: 'Add groups',
  groupOf: (name: string, count: number) =>
    `${name} · ${count} ${plural(count, 'person', 'people')}`,
  nobody: 'Nobody of that name',
  notJson: 'This is not JSON yet. The last valid value is kept.',
  anything: 'Text, number or JSON',
  addWord: 'Type and press Enter',
  addRow: 'Add',
  removeRow: (label: string, row: number) => `Remove ${label} ${row}`,
  name: 'Name',
  newName: (label: string) => `New name in ${label}`,
  addName: 'Add this name',
  removeName: (name: string) => `Remove ${name}`,
  valueOrExpression: 'Text, or = expression',
  celExample: 'inputs.amount > 1000',
  modeOf: (label: string) => `How ${label} is given`,
  modeValue: 'Value',
  modeForm: 'Form',
  modeJson: 'JSON',
  modeExpression: 'Expression',
  required: 'Needed',
  fedBy: (name: string) => `From ${name}`,
  addField: 'Add field',
  asJson: 'As JSON',
  asFields: 'As fields',
  fieldName: 'Name of the field',
  fieldKind: (name: string) => `Kind of ${name}`,
  choices: (name: string) => `Choices of ${name}`,
  addChoice: 'Add a choice',
  kinds: {
    text: 'Text',
    long: 'Long text',
    number: 'Number',
    integer: 'Whole number',
    boolean: 'Yes or no',
    date: 'Date',
    choice: 'Choice',
    list: 'List',
  },
};

export const options = {
  join: 'Start when',
  joins: [
    { value: 'all', label: 'all lines are decided' },
    { value: 'any', label: 'the first line arrives' },
  ],
  joinHint: (arriving: number) =>
    arriving > 1
      ? `${arriving} lines lead here.`
      : 'Matters where several lines lead to this node.',
  onError: 'When it fails',
  onErrors: [
    { value: 'fail', label: 'the run fails' },
    { value: 'continue', label: 'go on without a result' },
  ],
  onErrorHint: 'A line on “error” takes failures somewhere else.',
  onErrorHandled: 'The line on “error” is followed first.',
  timeout: 'Give up one try after',
  timeoutHint: 'Counts as a failure of that try. None: no limit.',
};

const events: Record<string, string> = {
  NodeStarted: 'Started',
  NodeCompleted: 'Done',
  NodeFailed: 'Failed',
  NodeSkipped: 'Skipped',
  NodeCancelled: 'Cancelled',
  NodeSuspended: 'Waiting',
  NodeResumed: 'Resumed',
  TaskCreated: 'Task opened',
  TaskClaimed: 'Task claimed',
  TaskReleased: 'Task released',
  TaskDecided: 'Decided',
  TaskCommented: 'Comment',
  StateChanged: 'State changed',
};

export const inspector = {
  label: 'Inspector',
  title: 'Title',
  more: 'More',
  duplicate: 'Duplicate',
  remove: 'Delete',
  selected: (nodes: number, edges: number) =>
    [
      nodes > 0 && `${nodes} ${plural(nodes, 'node', 'nodes')}`,
      edges > 0 && `${edges} ${plural(edges, 'line', 'lines')}`,
    ]
      .filter(Boolean)
      .join(' and '),
  layoutThese: 'Tidy these up',
  nothing: 'Nothing selected',
  nothingHint: 'Select a node to set it up, or a line to choose when it is followed.',
  hints: {
    add: 'Add a node',
    undo: 'Undo and redo',
    copy: 'Copy and paste',
    box: 'and drag to select',
    layout: 'Tidy up',
    zoom: 'Show all, 100 %',
    keys: 'All keys',
  },
  tabs: { settings: 'Settings', input: 'Input', output: 'Output', history: 'History' },
  deadline: 'When nobody answers',
  rare: 'More settings',
  options: 'Joining, errors, time limit',
  id: 'In expressions:',
  unknownType: (type: string) => `The server knows no node type “${type}”.`,
  noRun: 'Start a run to see what this node got and gave.',
  notReached: 'The run has not reached this node.',
  leftBy: (action: string) => `Finished with ${action}`,
  events,
};
