// The one table of states: the word, icon and colour of everything a run, a step or a wait can be.
import {
  IconAlarm,
  IconArrowForwardUp,
  IconBan,
  IconCheck,
  IconCircleDot,
  IconClockPause,
  IconHistory,
  IconHourglass,
  IconLoader2,
  IconPlayerPause,
  IconPlayerSkipForward,
  IconPlayerStop,
  IconPlug,
  IconRefresh,
  IconSitemap,
  IconThumbDown,
  IconUser,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react';
import type { NodeStatus, RunStatus, SuspensionKind } from '../api/types';
import { text } from '../strings';

/** Names of the colours in tokens.css: `--f-<tone>` for text and lines, `--f-<tone>-soft` behind it. */
export type Tone =
  | 'gray'
  | 'blue'
  | 'violet'
  | 'cyan'
  | 'amber'
  | 'teal'
  | 'grape'
  | 'orange'
  | 'red'
  | 'indigo';

export interface StateLook {
  word: string;
  tone: Tone;
  icon: TablerIcon;
  /** `spin` turns the icon, `stripes`, `dashed` and `outline` change the ground. */
  motion?: 'spin';
  ground?: 'stripes' | 'dashed' | 'outline' | 'hatched';
}

const w = text.states;

export const STATES = {
  pending: { word: w.pending, tone: 'gray', icon: IconCircleDot },
  queued: { word: w.queued, tone: 'gray', icon: IconClockPause },
  running: { word: w.running, tone: 'blue', icon: IconLoader2, motion: 'spin' },
  waiting_person: { word: w.waiting, tone: 'violet', icon: IconUser },
  waiting_time: { word: w.waitingTime, tone: 'cyan', icon: IconHourglass },
  waiting_outside: { word: w.waitingOutside, tone: 'cyan', icon: IconPlug },
  waiting_runs: { word: w.waitingRuns, tone: 'cyan', icon: IconSitemap },
  paused: { word: w.paused, tone: 'gray', icon: IconPlayerPause, ground: 'outline' },
  pausing: { word: w.pausing, tone: 'amber', icon: IconPlayerPause, ground: 'stripes' },
  stopping: { word: w.stopping, tone: 'amber', icon: IconPlayerStop, ground: 'stripes' },
  retrying: { word: w.retrying, tone: 'amber', icon: IconRefresh },
  completed: { word: w.completed, tone: 'teal', icon: IconCheck },
  reused: { word: w.reused, tone: 'teal', icon: IconHistory, ground: 'outline' },
  rejected: { word: w.rejected, tone: 'grape', icon: IconThumbDown },
  timed_out: { word: w.timedOut, tone: 'orange', icon: IconAlarm },
  failed: { word: w.failed, tone: 'red', icon: IconX },
  cancelled: { word: w.cancelled, tone: 'gray', icon: IconBan },
  skipped: { word: w.skipped, tone: 'gray', icon: IconPlayerSkipForward, ground: 'dashed' },
  bypassed: { word: w.bypassed, tone: 'gray', icon: IconArrowForwardUp, ground: 'hatched' },
} as const satisfies Record<string, StateLook>;

export type StateName = keyof typeof STATES;

const PEOPLE: readonly SuspensionKind[] = ['wait', 'approval', 'question', 'form'];

/** Say what an open wait of this kind is called; waits on people come before waits on time. */
function waitState(kinds: readonly SuspensionKind[]): StateName {
  if (kinds.length === 0 || kinds.some((kind) => PEOPLE.includes(kind))) return 'waiting_person';
  if (kinds.every((kind) => kind === 'pause')) return 'paused';
  if (kinds.includes('timer')) return 'waiting_time';
  return kinds.includes('children') ? 'waiting_runs' : 'waiting_outside';
}

/** Turn a status of the API into a row of the table; `kinds` are those of its open suspensions. */
export function stateOf(
  status: RunStatus | NodeStatus | StateName,
  kinds: readonly SuspensionKind[] = [],
): StateName {
  return status === 'suspended' ? waitState(kinds) : status;
}

export function look(name: StateName): StateLook {
  return STATES[name];
}

export const toneColour = (tone: Tone): string => `var(--f-${tone})`;
export const toneSoft = (tone: Tone): string => `var(--f-${tone}-soft)`;
