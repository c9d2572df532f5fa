// English words of the shell, the lists, the dashboard and everything shared.
export const states = {
  pending: 'Not started',
  queued: 'Queued',
  running: 'Running',
  waiting: 'Waiting',
  waitingTime: 'Waiting for time',
  waitingOutside: 'Waiting for outside',
  waitingRuns: 'Waiting for runs',
  paused: 'Paused',
  pausing: 'Pausing',
  stopping: 'Stopping',
  retrying: 'Retrying',
  completed: 'Done',
  reused: 'Reused',
  rejected: 'Rejected',
  timedOut: 'Timed out',
  failed: 'Failed',
  cancelled: 'Cancelled',
  skipped: 'Skipped',
  bypassed: 'Bypassed',
};

export const nav = {
  workflows: 'Workflows',
  runs: 'Runs',
  inbox: 'Inbox',
  dashboard: 'Dashboard',
  search: 'Search',
  notices: 'Notices',
  main: 'Main',
  skip: 'Skip to the content',
  fold: 'Fold the menu',
  unfold: 'Unfold the menu',
  waiting: (n: number) => (n === 1 ? '1 task waits for you' : `${n} tasks wait for you`),
};

export const common = {
  product: 'Fermata',
  cancel: 'Cancel',
  close: 'Close',
  tryAgain: 'Try again',
  copyDetails: 'Copy details',
  copied: 'Copied',
  loadMore: 'Show more',
  clearFilters: 'Clear filters',
  clear: 'Clear',
  loading: 'Loading',
  you: 'you',
  quote: (id: string) => `Quote ${id} when you report this.`,
};

export const errors = {
  title: 'This could not be loaded',
  safe: 'Nothing was changed.',
  offline: 'The server did not answer.',
  offlineTodo: 'Check the connection, then try again.',
  notFoundTitle: 'There is nothing here',
  notFound: 'It may have been deleted, or you may not see it.',
  forbidden: 'You may not do this.',
  forbiddenTodo: 'Ask an administrator for the permission.',
  crashTitle: 'This page stopped working',
  crash: 'Runs are not affected: they go on at the server.',
  crashTodo: 'Load the page again.',
  reload: 'Load again',
};

export const form = {
  required: 'This is needed.',
  invalid: 'This value does not fit.',
};

export const notFound = {
  title: 'There is no page at this address',
  body: 'The address may be mistyped, or what it showed was deleted.',
  back: 'To the workflows',
};

export const person = {
  menu: 'Your menu',
  more: 'More',
  signedIn: (name: string) => `Signed in as ${name}`,
  scheme: 'Appearance',
  light: 'Light',
  dark: 'Dark',
  system: 'As the system',
  admin: 'Administration',
  password: 'Change password',
  signOut: 'Sign out',
};

export const live = {
  paused: 'Live updates paused, reconnecting',
};

export const search = {
  placeholder: 'Find a page, a workflow or a run',
  nothing: 'Nothing found',
  pages: 'Pages',
  workflows: 'Workflows',
  runs: 'Recent runs',
};

export const notices = {
  title: 'Waiting now',
  none: 'Nothing waits for you',
  noneBody: 'When a run needs you, it shows up here.',
  waitingFor: (who: string) => `Waiting for ${who}`,
  waitingForYou: 'Waiting for you',
  someone: 'somebody',
  due: 'Due',
  resume: 'Resume…',
  openTask: 'Open task',
  openRun: 'Open run',
  dismiss: 'Close this notice',
  ended: 'No longer waiting',
  approvedBy: (who: string) => `Approved by ${who}`,
  rejectedBy: (who: string) => `Rejected by ${who}`,
  decidedBy: (who: string) => `Decided by ${who}`,
  open: (n: number) => (n === 1 ? '1 open wait' : `${n} open waits`),
};

export const waiting = {
  for: (who: string) => `Waiting for ${who}`,
  andMore: (first: string, more: number) => `${first} and ${more} more`,
  several: (n: number) => `${n} waits open`,
};

export const workflows = {
  title: 'Workflows',
  count: (n: number) => (n === 1 ? '1 workflow' : `${n} workflows`),
  search: 'Find a workflow',
  create: 'New workflow',
  createVerb: 'Create workflow',
  name: 'Name',
  description: 'What it is for',
  startFrom: 'Start from',
  blank: 'Blank canvas',
  templates: 'Start from a template',
  empty: 'No workflows yet',
  emptyBody: 'Draw the first one on a blank canvas, or take a template below.',
  emptyReader: 'Authors draw workflows; what they publish shows up here.',
  noMatch: (q: string) => `No workflow matches “${q}”`,
  version: (n: number) => `v${n} published`,
  draft: 'Draft only',
  neverRan: 'Has not run yet',
  by: (who: string) => `by ${who}`,
  menu: (name: string) => `More of ${name}`,
  columns: { name: 'Name', version: 'Version', recent: 'Latest runs', changed: 'Changed' },
};

export const runs = {
  title: 'Runs',
  status: 'Status',
  workflow: 'Workflow',
  anyWorkflow: 'Any workflow',
  search: 'Search runs',
  tabs: {
    all: 'All',
    'queued,running': 'Running',
    suspended: 'Waiting',
    completed: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
  empty: 'No runs yet',
  emptyBody: 'Open a workflow and press Run.',
  choose: 'Choose a workflow',
  noMatch: 'No run matches these filters',
  waitingOf: (what: string) => (what === 'people' ? 'for people' : 'for time or outside'),
  version: (n: number) => `v${n}`,
  by: (who: string) => `by ${who}`,
  columns: {
    workflow: 'Workflow',
    status: 'Status',
    about: 'About',
    took: 'Time',
    started: 'Started',
  },
};

export const dashboard = {
  title: 'Dashboard',
  live: 'live',
  running: 'Running',
  waiting: 'Waiting',
  failed: 'Failed today',
  showAll: 'Show them',
  noneRuns: 'Nothing is running right now',
  noneFailed: 'No run failed today',
  forPeople: 'for people',
  forTime: 'for time or outside',
  anybody: 'Whoever may resume the run',
  noDue: 'No due date',
  columns: { task: 'Task', who: 'Who decides', since: 'Asked', due: 'Due' },
  longest: 'Waiting longest for people',
};
