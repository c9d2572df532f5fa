// English for all other pages.
import { bell } from './bell';
import { canvas } from './canvas';
import * as family from './children';
import * as board from './dashboard';
import { editor } from './editor';
import { graph } from './graph';
import * as lists from './lists';
import * as recover from './recover';
import { run } from './run';
import { settings } from './settings';
import { triggers } from './triggers';
import { webhooks } from './webhooks';

export const more = {
  ...lists,
  ...recover,
  ...family,
  ...board,
  bell,
  canvas,
  editor,
  graph,
  run,
  settings,
  triggers,
  webhooks,
};
