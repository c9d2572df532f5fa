// English for all other pages.
import { bell } from './bell';
import * as family from './children';
import * as board from './dashboard';
import { editor } from './editor';
import { graph } from './graph';
import * as lists from './lists';
import { presence } from './presence';
import * as recover from './recover';
import { run } from './run';
import { settings } from './settings';
import { triggers } from './triggers';
import { trying } from './trying';
import { versions } from './versions';
import { webhooks } from './webhooks';

export const more = {
  ...lists,
  ...recover,
  ...family,
  ...board,
  bell,
  editor,
  graph,
  presence,
  run,
  settings,
  triggers,
  trying,
  versions,
  webhooks,
};
