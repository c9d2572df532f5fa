// English for the first page: the shell and the inbox.
import { answering } from './answering';
import * as forms from './form';
import { inbox } from './inbox';
import { keys } from './keys';
import { refusals } from './refusals';
import * as shell from './shell';
import { time } from './time';
import { undo } from './undo';

export const first = { ...shell, ...forms, answering, inbox, keys, refusals, time, undo };
