// The shape of a run at a place of its log, and of what it waited for there; pure.
import type { RunStep } from '../../api/engine';
import type {
  EventRecord,
  Json,
  JsonObject,
  JsonSchema,
  RunError,
  RunStatus,
  Suspension,
  SuspensionKind,
} from '../../api/types';
import type { LiveNode } from '../../live/runStore';
import { isObject, objectOf, textOf, textsOf } from '../words';

export interface Moment {
  seq: number;
  /** When the event at that place happened. */
  at: string | null;
  status: RunStatus;
  version: number | null;
  started_at: string | null;
  finished_at: string | null;
  inputs: JsonObject;
  state: JsonObject;
  result: Json;
  error: RunError | null;
  nodes: Map<string, LiveNode>;
  suspensions: Suspension[];
  steps: RunStep[];
}

export const textOrNull = (value: unknown): string | null => textOf(value) || null;

export function nothingYet(): Moment {
  return {
    seq: 0,
    at: null,
    status: 'queued',
    version: null,
    started_at: null,
    finished_at: null,
    inputs: {},
    state: {},
    result: null,
    error: null,
    nodes: new Map(),
    suspensions: [],
    steps: [],
  };
}

/** An open wait as far as the log tells of it: what the server would add for a person is left out. */
export function waitOf(payload: JsonObject, { node_id, iteration, at }: EventRecord): Suspension {
  const rules = objectOf(payload.rules);
  const id = textOf(payload.suspension);
  return {
    id,
    run: id.slice(0, id.lastIndexOf('.')),
    workflow: '',
    node_id: node_id ?? '',
    iteration: iteration ?? 1,
    kind: textOf(payload.kind) as SuspensionKind,
    title: '',
    reason: textOf(payload.reason),
    state: objectOf(payload.state),
    metadata: objectOf(payload.metadata),
    schema: isObject(rules.schema) ? (rules.schema as JsonSchema) : null,
    options: null,
    input_type: null,
    skippable: false,
    allow_custom: false,
    needs: null,
    actions: textsOf(rules.actions),
    opened_at: at,
    wake_at: textOrNull(payload.wake_at),
    task: null,
    closing: null,
    users: [],
    groups: [],
    can_resume: false,
  };
}
