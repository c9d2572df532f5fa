// German for all other pages.
import type { More } from '../..';
import { bell } from './bell';
import * as board from './dashboard';
import { bottom } from './editing/bottom';
import { canvas } from './editing/canvas';
import { editor } from './editing/editor';
import { graph } from './editing/graph';
import { presence } from './editing/presence';
import { sharing } from './editing/sharing';
import { triggers } from './editing/triggers';
import { trying } from './editing/trying';
import { versions } from './editing/versions';
import * as lists from './lists';
import * as family from './running/children';
import * as manyRuns from './running/manyRuns';
import * as recover from './running/recover';
import { replay } from './running/replay';
import { run } from './running/run';
import { settings } from './settings';
import * as tasks from './task';
import * as triage from './triage';
import { webhooks } from './webhooks';

export const more: More = {
  ...lists,
  ...manyRuns,
  ...recover,
  ...family,
  ...board,
  ...tasks,
  ...triage,
  bell,
  bottom,
  canvas,
  editor,
  graph,
  replay,
  presence,
  run,
  settings,
  sharing,
  triggers,
  trying,
  versions,
  webhooks,
};
