// The catalogue of everything the application says; components read `text.<area>.<key>`.
import * as family from './en/children';
import { editor } from './en/editor';
import { inbox } from './en/inbox';
import * as recover from './en/recover';
import { run } from './en/run';
import * as shell from './en/shell';
import { triggers } from './en/triggers';

export const text = { ...shell, ...recover, ...family, editor, run, inbox, triggers };
