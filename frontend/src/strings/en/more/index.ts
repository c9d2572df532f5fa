// English for all other pages.
import { bell } from './bell';
import { canvas } from './canvas';
import * as family from './children';
import * as board from './dashboard';
import { editor } from './editor';
import { graph } from './graph';
import * as lists from './lists';
import * as manyRuns from './manyRuns';
import { presence } from './presence';
import * as recover from './recover';
import { replay } from './replay';
import { run } from './run';
import { settings } from './settings';
import * as tasks from './task';
import * as triage from './triage';
import { triggers } from './triggers';
import { trying } from './trying';
import { versions } from './versions';
import { webhooks } from './webhooks';

export const more = {
  ...lists,
  ...manyRuns,
  ...recover,
  ...family,
  ...board,
  ...tasks,
  ...triage,
  bell,
  canvas,
  editor,
  graph,
  replay,
  presence,
  run,
  settings,
  triggers,
  trying,
  versions,
  webhooks,
};
