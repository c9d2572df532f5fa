// What kinds of things a log tells of, so that a reader can look at one of them; pure.
import type { EventRecord } from '../../api/types';

export const KINDS = ['people', 'waits', 'steps', 'failures', 'state', 'run'] as const;
export type Kind = (typeof KINDS)[number];

const WAITS = new Set(['NodeSuspended', 'NodeResumed', 'SignalReceived', 'FunctionYielded']);
const STEPS = new Set([
  'NodeStarted',
  'NodeCompleted',
  'NodeSkipped',
  'NodeCancelled',
  'LoopEnded',
]);

/** An event may be of several kinds: a failed step is a step and a failure. */
export function kindsOf({ type, payload }: EventRecord): Kind[] {
  const kinds: Kind[] = [];
  if (type.startsWith('Task') || (type === 'NodeResumed' && payload.by)) kinds.push('people');
  if (WAITS.has(type)) kinds.push('waits');
  if (type === 'NodeFailed' || type === 'RunFailed') kinds.push('failures');
  if (STEPS.has(type) || type === 'NodeFailed' || type.startsWith('Child')) kinds.push('steps');
  if (type === 'StateChanged' || type === 'CheckpointSaved' || changesState(payload)) {
    kinds.push('state');
  }
  if (type.startsWith('Run')) kinds.push('run');
  return kinds;
}

const filled = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

const changesState = (payload: EventRecord['payload']): boolean =>
  filled(payload.set) || filled(payload.delete);

/** The events of any of the kinds; without a kind all of them. */
export function ofKinds(events: readonly EventRecord[], kinds: readonly Kind[]): EventRecord[] {
  if (kinds.length === 0) return [...events];
  return events.filter((event) => kindsOf(event).some((kind) => kinds.includes(kind)));
}
