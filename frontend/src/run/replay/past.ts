// What a run was at a place of its log: its status, nodes, waits and state, folded from the events; pure.
import type { ManualEnd } from '../../api/engine';
import type {
  EventRecord,
  JsonObject,
  NodeStatus,
  RunError,
  RunStatus,
  Suspension,
} from '../../api/types';
import type { LiveNode } from '../../live/runStore';
import { isObject, numberOf, objectOf, textOf, textsOf } from '../words';
import { type Moment, nothingYet, textOrNull, waitOf } from './moment';

type Case = (moment: Moment, payload: JsonObject, event: EventRecord) => void;

/** Change the run's state as an event says it; the object itself stays, for whoever holds the one before. */
function change(moment: Moment, { set, delete: gone }: JsonObject): void {
  const keys = textsOf(gone);
  if (keys.length === 0 && Object.keys(objectOf(set)).length === 0) return;
  moment.state = { ...moment.state, ...objectOf(set) };
  for (const key of keys) delete moment.state[key];
}

function set(moment: Moment, event: EventRecord, patch: Partial<LiveNode>): void {
  const id = event.node_id;
  if (!id) return;
  const iteration = event.iteration ?? 1;
  const before = moment.nodes.get(id) ?? { status: 'pending' as const, iteration, attempt: 1 };
  moment.nodes.set(id, { ...before, iteration, ...patch });
}

const closeWaitsOf = (moment: Moment, node: string | null) => {
  moment.suspensions = moment.suspensions.filter(({ node_id }) => node_id !== node);
};

function nodeStarted(moment: Moment, payload: JsonObject, event: EventRecord): void {
  const before = moment.nodes.get(event.node_id ?? '');
  const isAgain = before?.iteration === (event.iteration ?? 1) && before.status !== 'pending';
  set(moment, event, {
    status: 'running',
    attempt: numberOf(payload.attempt) ?? 1,
    ...(!isAgain && { started_at: event.at, inputs: null, error: null, manual: null }),
    finished_at: null,
    output: null,
    action: null,
  });
  if (isObject(payload.step)) addStep(moment, event, payload.step);
}

function addStep(moment: Moment, { node_id, at }: EventRecord, step: JsonObject): void {
  if (!node_id || moment.steps.some((known) => known.node_id === node_id)) return;
  const [name, kind] = [textOrNull(step.name), textOrNull(step.kind)];
  const [position, shown] = [textOrNull(step.position), textOrNull(step.shown)];
  const fresh = { node_id, name, kind, position, shown, status: 'running', attempt: 1 } as const;
  moment.steps = [...moment.steps, { ...fresh, started_at: at, finished_at: null }];
}

function nodeCompleted(moment: Moment, payload: JsonObject, event: EventRecord): void {
  const manual = isObject(payload.manual) ? (payload.manual as unknown as ManualEnd) : null;
  closeWaitsOf(moment, event.node_id);
  set(moment, event, {
    status: manual?.do === 'skip' ? 'skipped' : 'completed',
    action: textOrNull(payload.action),
    inputs: objectOf(payload.inputs),
    output: payload.output ?? null,
    finished_at: event.at,
    ...(manual && { manual, error: null }),
  });
  change(moment, payload);
}

function nodeFailed(moment: Moment, payload: JsonObject, event: EventRecord): void {
  const again = textOf(payload.retry_at) !== '';
  closeWaitsOf(moment, event.node_id);
  set(moment, event, {
    status: again ? 'retrying' : 'failed',
    attempt: numberOf(payload.attempt) ?? 1,
    error: objectOf(payload.error) as unknown as RunError,
    inputs: objectOf(payload.inputs),
    ...(!again && { finished_at: event.at, output: payload.output ?? null }),
  });
}

function nodeSuspended(moment: Moment, payload: JsonObject, event: EventRecord): void {
  set(moment, event, { status: 'suspended', inputs: objectOf(payload.inputs) });
  moment.suspensions = [...moment.suspensions, waitOf(payload, event)];
  change(moment, payload);
}

function nodeResumed(moment: Moment, payload: JsonObject, event: EventRecord): void {
  moment.suspensions = moment.suspensions.filter(({ id }) => id !== payload.suspension);
  set(moment, event, { status: 'running' });
}

/** Change the wait that a task is of. */
function ofTask(moment: Moment, task: unknown, patch: Partial<Suspension>): void {
  moment.suspensions = moment.suspensions.map((wait) =>
    wait.task === task ? { ...wait, ...patch } : wait,
  );
}

function taskCreated(moment: Moment, { task, detail }: JsonObject): void {
  const { suspension, users, groups } = objectOf(detail);
  moment.suspensions = moment.suspensions.map((wait) =>
    wait.id === suspension
      ? { ...wait, task: textOrNull(task), users: textsOf(users), groups: textsOf(groups) }
      : wait,
  );
}

function taskHanded(moment: Moment, { task, detail }: JsonObject): void {
  const { users, groups, wake_at } = objectOf(detail);
  ofTask(moment, task, {
    ...(users !== undefined && { users: textsOf(users) }),
    ...(groups !== undefined && { groups: textsOf(groups) }),
    ...(textOf(wake_at) && { wake_at: textOf(wake_at) }),
  });
}

function stateChanged(moment: Moment, payload: JsonObject): void {
  if (!payload.suspension) {
    change(moment, payload);
    return;
  }
  moment.suspensions = moment.suspensions.map((wait) => {
    if (wait.id !== payload.suspension) return wait;
    const saved = { ...wait.state, ...objectOf(payload.set) };
    for (const key of textsOf(payload.delete)) delete saved[key];
    return { ...wait, state: saved };
  });
}

/** What a fork took over from the other run; the shape is that of a checkpoint. */
function runForked(moment: Moment, payload: JsonObject, event: EventRecord): void {
  const past = objectOf(payload.snapshot);
  const outputs = objectOf(past.outputs);
  moment.status = (textOf(past.status) || 'queued') as RunStatus;
  moment.version = numberOf(past.version);
  moment.started_at = textOrNull(past.started_at);
  moment.inputs = objectOf(past.inputs);
  moment.state = objectOf(past.state);
  for (const [id, value] of Object.entries(objectOf(past.activations))) {
    const known = objectOf(value);
    moment.nodes.set(id, {
      status: (textOf(known.status) || 'running') as NodeStatus,
      iteration: numberOf(known.iteration) ?? 1,
      attempt: numberOf(known.attempt) ?? 1,
      action: textOrNull(known.action),
      output: outputs[id] ?? null,
      started_at: textOrNull(known.started_at),
      finished_at: textOrNull(known.finished_at),
    });
    if (isObject(known.step)) addStep(moment, { ...event, node_id: id }, known.step);
  }
  const waits = Array.isArray(past.suspensions) ? past.suspensions.map(objectOf) : [];
  moment.suspensions = waits.map((wait) => ({
    ...waitOf({ ...wait, suspension: wait.id ?? '' }, { ...event, node_id: textOf(wait.node_id) }),
    task: textOrNull(wait.task),
    users: textsOf(wait.users),
    groups: textsOf(wait.groups),
  }));
}

const status =
  (next: RunStatus): Case =>
  (moment) => {
    moment.status = next;
  };

function ended(next: RunStatus): Case {
  return (moment, payload, event) => {
    moment.status = next;
    moment.finished_at = event.at;
    if (next === 'completed') moment.result = payload.result ?? null;
    if (next === 'failed') moment.error = objectOf(payload.error) as unknown as RunError;
  };
}

const CASES: Record<string, Case> = {
  RunCreated: (moment, { inputs, state, version }) => {
    moment.inputs = objectOf(inputs);
    moment.state = objectOf(state);
    moment.version = numberOf(version);
  },
  RunForked: runForked,
  RunStarted: (moment, _payload, event) => {
    moment.status = 'running';
    moment.started_at = event.at;
  },
  NodeStarted: nodeStarted,
  NodeCompleted: nodeCompleted,
  NodeFailed: nodeFailed,
  NodeSkipped: (moment, _payload, event) =>
    set(moment, event, { status: 'skipped', attempt: 1, finished_at: event.at, output: null }),
  NodeCancelled: (moment, _payload, event) => {
    closeWaitsOf(moment, event.node_id);
    set(moment, event, { status: 'cancelled', finished_at: event.at });
  },
  NodeSuspended: nodeSuspended,
  NodeResumed: nodeResumed,
  FunctionYielded: (moment, _payload, event) => set(moment, event, { status: 'suspended' }),
  StateChanged: stateChanged,
  TaskCreated: taskCreated,
  TaskDelegated: taskHanded,
  TaskEscalated: taskHanded,
  RunRetried: (moment) => {
    moment.status = 'running';
    moment.finished_at = null;
    moment.error = null;
  },
  RunMigrated: (moment, { version }) => {
    moment.version = numberOf(version);
    if (moment.status === 'suspended') moment.status = 'running';
  },
  RunSuspended: status('suspended'),
  RunResumed: status('running'),
  RunCompleted: ended('completed'),
  RunFailed: ended('failed'),
  RunCancelled: ended('cancelled'),
};

/** Let the next event change the moment. */
export function take(moment: Moment, event: EventRecord): void {
  CASES[event.type]?.(moment, objectOf(event.payload), event);
  moment.seq = event.seq;
  moment.at = event.at;
}

/** The run as it was right after the event `seq`. */
export function momentAt(events: readonly EventRecord[], seq: number): Moment {
  const moment = nothingYet();
  for (const event of events) {
    if (event.seq > seq) break;
    take(moment, event);
  }
  return moment;
}
