// Doing something to many runs, the views that are kept of their list, and its rarer filters.
import { plural } from '../../words';

const runs = (n: number) => plural(n, '1 run', `${n} runs`);

export const manyRuns = {
  label: 'Selected runs',
  pick: (name: string) => `Select ${name}`,
  pickPage: 'Select all that are shown',
  clear: 'Clear the selection',
  selected: (n: number) => `${n} selected`,
  allSelected: (n: number) => `All ${n} that match are selected`,
  selectAll: (n: number) => `Select all ${n} that match`,
  filter: (words: string) => `All that match: ${words}`,
  everything: 'every run',
  tooMany: (n: number) => `More runs match than can be taken at once: these are the newest ${n}.`,
  andMore: (n: number) => `and ${n} more`,
  reason: 'Why',
  reasonHint: 'Kept in the log of each run.',
  progress: (done: number, total: number) => `${done} of ${total}`,
  stop: 'Leave the rest',
  refused: (n: number) => plural(n, '1 was refused', `${n} were refused`),
  untried: (n: number) => plural(n, '1 was left alone.', `${n} were left alone.`),
  acts: {
    stop: {
      button: 'Stop',
      title: (n: number) => `Stop ${runs(n)}?`,
      what: 'Running steps are cancelled, open tasks are withdrawn. Stopped runs cannot go on.',
      verb: (n: number) => `Stop ${runs(n)}`,
      doing: 'Stopping',
      done: 'Stopped',
      result: (n: number) => plural(n, '1 run was stopped.', `${n} runs were stopped.`),
    },
    retry: {
      button: 'Retry',
      title: (n: number) => `Retry ${runs(n)}?`,
      what: 'Failed runs go on at their failed steps. What acted outside before it failed may do so again.',
      verb: (n: number) => `Retry ${runs(n)}`,
      doing: 'Retrying',
      done: 'Retried',
      result: (n: number) => plural(n, '1 run goes on.', `${n} runs go on.`),
    },
  },
};

export const runViews = {
  button: 'Views',
  none: 'No views yet. Narrow the list and keep the filters under a name.',
  keep: 'Keep these filters',
  keepVerb: 'Keep view',
  example: 'Failed refunds',
  kept: (name: string) => `“${name}” is kept`,
  drop: (name: string) => `Remove the view “${name}”`,
};

export const runFilters = {
  more: 'More filters',
  tag: 'Tag',
  from: 'Started from',
  to: 'Started until',
  tests: 'Test runs',
  testsShown: { both: 'Shown too', none: 'None', only: 'Only these' },
  apply: 'Show',
};

/** A run out of a file. */
export const bundle = {
  open: 'Open a bundle…',
  title: 'A run from a file',
  choose: 'Choose the bundle of a run',
  button: 'Choose a file…',
  hint: 'Its screens are shown from the file alone: nothing is stored here, and nothing runs.',
  broken: (name: string) => `“${name}” is no bundle of a run`,
  brokenLog: (name: string) => `The log of the run in “${name}” cannot be read`,
  noGraph: (name: string) => `“${name}” lacks the graph that the run ran on`,
  badge: 'From a file',
};
