// English words for runs that a run started, and for runs of workflows written in Python.
const plural = (count: number, one: string, many: string) => (count === 1 ? one : many);

export const children = {
  title: 'Runs below',
  done: (count: number) => `${count} done`,
  failed: (count: number) => `${count} failed`,
  stopped: (count: number) => `${count} stopped`,
  open: (count: number) => `${count} going on`,
  left: (count: number) => `${count} to come`,
  of: (done: number, total: number) => `${done} of ${total} done`,
  progress: (done: number, total: number) => `${done} of ${total} runs have ended`,
  waitsFor: (total: number) => `waits for ${total} ${plural(total, 'run', 'runs')} below.`,
  number: (index: number) => `#${index + 1}`,
  openRun: (index: number) => `Open run ${index + 1} below`,
  notStarted: 'To come',
  show: { all: 'All', open: 'Open', failed: 'Failed' },
  which: 'Which runs to list',
  noneOpen: 'None is going on.',
  noneFailed: 'None has failed.',
  waitingIn: (path: string) => `Waiting in ${path}`,
  needs: (who: string) => `needs ${who}`,
  openTask: 'Open task',
  resume: 'Resume…',
  openChild: 'Open run',
  moreWaits: 'Show more waits',
  all: 'All runs below',
  below: (id: string) => `below ${id}`,
};
