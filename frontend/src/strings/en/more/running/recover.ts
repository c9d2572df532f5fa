// What is done with runs that failed or that are wanted otherwise.
import { plural } from '../../words';

export const effects = {
  reads: 'reads again',
  sends: 'may act outside again',
};

export const retry = {
  button: 'Retry',
  open: 'Retry from failed step…',
  ask: 'Retry…',
  title: (count: number) =>
    plural(count, 'Retry from the failed step', 'Retry from the failed steps'),
  intro: 'What is done stays done. The run goes on from here:',
  previewFailed: 'What a retry would do could not be found out',
  verb: 'Retry run',
  done: 'The run goes on',
  what: (step: string) => `What to do with ${step}`,
  again: 'Run it again',
  byHand: 'Complete by hand',
  skip: 'Skip',
  output: 'What it gives',
  outputHint: 'JSON. The steps after it read it as its output.',
  action: 'It finishes with',
  noAction: 'No action: the plain line is followed',
  skipHint: 'It gives nothing, and the run goes on after it.',
  reason: 'Why',
  reasonHint: 'Kept in the log and shown on the step.',
  reasonMissing: 'Say why, in a word or two.',
  starts: 'Starts again',
  also: 'Starts again as well',
  reopens: 'Asks again',
  repeats: 'May happen a second time',
  repeatsHint: 'These steps may have acted outside before they failed or were cut off.',
};

export const fork = {
  button: 'Fork',
  open: 'Fork…',
  here: 'Fork from here',
  hereOf: (what: string) => `Fork from here: ${what}`,
  title: 'Fork this run',
  intro: 'A new run begins with this one’s past and goes on by itself. This one stays as it is.',
  place: 'From event',
  placeOf: (count: number) => `of ${count}`,
  at: (time: string) => `at ${time}`,
  checkpoint: (name: string) => `Checkpoint “${name}”`,
  automatic: 'Checkpoint of the run itself',
  starts: 'Starts again',
  startsNothing: 'Nothing was under way there: the new run goes on with what comes next.',
  repeats: 'May happen a second time',
  repeatsHint: 'In this run these steps acted outside after that moment.',
  change: 'Change what it begins with',
  inputs: 'Inputs',
  state: 'State',
  outputs: 'What steps gave',
  changed: (count: number) => `${count} changed`,
  keysStay: (keys: string[]) =>
    `${keys.join(', ')} cannot be taken out here; set ${plural(keys.length, 'it', 'them')} to null.`,
  unknownStep: (keys: string[]) => `Not done at that moment: ${keys.join(', ')}.`,
  verb: 'Fork run',
  done: 'The fork is on its way',
  failed: 'The run could not be forked',
  previewFailed: 'What a fork would do could not be found out',
  forkedFrom: (id: string) => `forked from ${id}`,
};

export const checkpoints = {
  title: 'Checkpoints',
  save: 'Save checkpoint',
  saveOpen: 'Save checkpoint…',
  saveTitle: 'Save a checkpoint',
  saveHint: 'The run as it stands now gets a name, so that it can be forked from here later.',
  name: 'Name',
  nameExample: 'before the payment',
  saved: (name: string) => `Checkpoint “${name}” is saved`,
  none: 'No checkpoints yet',
  noneHint: 'The run keeps one whenever it waits. Save one to give a moment a name.',
  automatic: 'kept by the run',
  event: (seq: number) => `event ${seq}`,
  forkOf: (name: string) => `Fork from checkpoint ${name}`,
};

export const migrate = {
  open: (version: number) => `Move to version ${version}…`,
  title: (version: number) => `Move to version ${version}`,
  intro: (from: number, to: number) =>
    `The run began on version ${from}. From here on version ${to} would count for it.`,
  version: 'Version',
  fits: 'The run fits this version',
  misfits: 'The run does not fit this version',
  levels: { ok: 'Same', note: 'Changes', problem: 'In the way' },
  unchanged: (count: number) => `${count} ${plural(count, 'step is', 'steps are')} the same`,
  reason: 'Why',
  reasonHint: 'Kept in the log.',
  reasonMissing: 'Say why, in a word or two.',
  verb: (version: number) => `Move to version ${version}`,
  done: (version: number) => `The run is on version ${version} now`,
  previewFailed: 'Whether the run fits could not be found out',
};

export const compare = {
  open: 'Compare with…',
  button: 'Compare',
  title: 'Compare runs',
  pickTitle: 'Compare with which run?',
  pick: 'Other runs of this workflow',
  parent: 'forked from',
  fork: 'fork of this',
  find: 'Find a run by id or person',
  none: 'There is no other run of this workflow yet',
  noMatch: (query: string) => `No run matches “${query}”.`,
  failed: 'The runs could not be compared',
  tookOf: (span: string) => `took ${span}`,
  same: 'Nothing differs',
  differ: (count: number) =>
    count === 0 ? 'No step differs' : `${count} ${plural(count, 'step differs', 'steps differ')}`,
  onlyDifferences: 'Only what differs',
  differs: 'differs',
  otherVersion: 'They ran on different versions, so steps may have been drawn otherwise.',
  notThere: 'not in this run',
  inputs: 'Inputs',
  result: 'Result',
  steps: 'Steps',
  attempt: (attempt: number) => `attempt ${attempt}`,
  round: (iteration: number) => `round ${iteration}`,
  swap: 'Swap sides',
};

export const manual = {
  completed: (who: string) => `Completed by hand by ${who}`,
  skipped: (who: string) => `Skipped by hand by ${who}`,
  somebody: 'somebody',
};
