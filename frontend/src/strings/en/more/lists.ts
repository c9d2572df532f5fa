// What the lists of workflows and of runs say, and the dashboard.
import { versionWord } from '../words';

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
  version: (n: number) => versionWord(n),
  by: (who: string) => `by ${who}`,
  columns: {
    workflow: 'Workflow',
    status: 'Status',
    about: 'About',
    took: 'Time',
    started: 'Started',
  },
};
