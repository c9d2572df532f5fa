// How often a step was done and tried, with what went in and came out each time; pure.
import type { EventRecord, Json, JsonObject, NodeStatus } from '../../api/types';
import { isObject, numberOf, objectOf, textOf } from '../words';

export interface Round {
  /** The place of the log at which it began. */
  seq: number;
  at: string;
  iteration: number;
  attempt: number;
  status: NodeStatus;
  inputs: JsonObject | null;
  output: Json | undefined;
  error: JsonObject | null;
}

const STATUS: Record<string, NodeStatus> = {
  NodeSuspended: 'suspended',
  NodeResumed: 'running',
  NodeCompleted: 'completed',
  NodeFailed: 'failed',
  NodeCancelled: 'cancelled',
};

function began(event: EventRecord): Round {
  return {
    seq: event.seq,
    at: event.at,
    iteration: event.iteration ?? 1,
    attempt: numberOf(event.payload.attempt) ?? 1,
    status: event.type === 'NodeSkipped' ? 'skipped' : 'running',
    inputs: null,
    output: undefined,
    error: null,
  };
}

function take(round: Round, { type, payload }: EventRecord): void {
  const manual = objectOf(payload.manual);
  round.status = manual.do === 'skip' ? 'skipped' : (STATUS[type] ?? round.status);
  if (isObject(payload.inputs)) round.inputs = payload.inputs;
  if (type === 'NodeCompleted') round.output = payload.output ?? null;
  if (type !== 'NodeFailed') return;
  round.error = objectOf(payload.error);
  if (textOf(payload.retry_at)) round.status = 'retrying';
}

/** Every activation and attempt of a node, in order. */
export function roundsOf(events: readonly EventRecord[], node: string): Round[] {
  const found: Round[] = [];
  for (const event of events) {
    if (event.node_id !== node) continue;
    const last = found.at(-1);
    if (event.type === 'NodeStarted' || event.type === 'NodeSkipped') found.push(began(event));
    else if (last && event.type in STATUS) take(last, event);
  }
  // What failed and was tried again is not about to be tried again.
  for (const round of found.slice(0, -1)) {
    if (round.status === 'retrying') round.status = 'failed';
  }
  return found;
}
