// What the shell says, and what every page shares.
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
  test: 'Test',
  testHint: 'A test of a draft: nothing leaves it but what was allowed',
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
  /** After "by" and "from". */
  byYou: 'you',
  quoted: (words: string) => `“${words}”`,
  yes: 'Yes',
  no: 'No',
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
  password: 'Your account',
  settings: 'Settings',
  notSaved: 'The setting could not be saved',
  signOut: 'Sign out',
  workspaces: 'Workspace',
  notEntered: 'The workspace could not be entered',
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
  none: 'Nothing waits for you',
  noneBody: 'When a run needs you, it shows up here.',
  waitingFor: (who: string) => `Waiting for ${who}`,
  waitingForYou: 'Waiting for you',
  someone: 'somebody',
  resume: 'Resume…',
  openTask: 'Open task',
  openRun: 'Open run',
  dismiss: 'Close this notice',
  ended: 'No longer waiting',
  approvedBy: (who: string) => `Approved by ${who}`,
  rejectedBy: (who: string) => `Rejected by ${who}`,
  decidedBy: (who: string) => `Decided by ${who}`,
  unread: (n: number) => (n === 1 ? '1 unread' : `${n} unread`),
};

export const waiting = {
  for: (who: string) => `Waiting for ${who}`,
  andMore: (first: string, more: number) => `${first} and ${more} more`,
  several: (n: number) => `${n} waits open`,
};
