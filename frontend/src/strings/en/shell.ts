// English words of the shell, the lists, the dashboard and everything shared.
export const states = {
  pending: 'Not started',
  queued: 'Queued',
  running: 'Running',
  waiting: 'Waiting',
  waitingTime: 'Waiting for time',
  waitingOutside: 'Waiting for outside',
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
  loading: 'Loading',
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
