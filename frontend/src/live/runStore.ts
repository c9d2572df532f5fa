// What one run looks like right now, folded from a snapshot and live frames; each node has its own listeners.
import type { ManualEnd, RunStep } from '../api/engine';
import type {
  EventRecord,
  Json,
  NodeStatus,
  Run,
  RunError,
  RunNode,
  Suspension,
} from '../api/types';
import type { NodeUpdate, RunFrame } from './frames';
import { seldom } from './gather';

/** A run without its nodes, which have listeners of their own. */
export type RunHead = Omit<Run, 'nodes'> & {
  /** It is shown out of a file. */
  file?: true;
};

interface NodePayload {
  attempt?: number;
  output?: Json;
  action?: string | null;
  error?: RunError;
  retry_at?: string | null;
  manual?: ManualEnd | null;
  step?: Partial<RunStep> | null;
}

export type LiveNode = RunNode & { progress?: NodeUpdate['progress'] };

/** `log` tells the same as `events`, in a burst only a few times a second: for lists and sums. */
type Topic = 'head' | 'events' | 'log' | `node:${string}`;
const LOG_EVERY = 200;

// A wait may open or end while the run goes on in another branch: its status then says nothing.
const CHANGES_MORE = new Set([
  'NodeSuspended',
  'NodeResumed',
  'NodeCancelled',
  'TaskDecided',
  // The version is another one, or failed steps run again.
  'RunMigrated',
  'RunRetried',
]);

const STATUS_AFTER: Record<string, NodeStatus> = {
  NodeStarted: 'running',
  NodeResumed: 'running',
  NodeSuspended: 'suspended',
  NodeCompleted: 'completed',
  NodeFailed: 'failed',
  NodeSkipped: 'skipped',
  NodeCancelled: 'cancelled',
};

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export class RunStore {
  head: RunHead;
  events: EventRecord[] = [];
  /** What the nodes are known up to: the seq of the snapshot they came from. */
  private known: number;
  private nodes: Map<string, LiveNode>;
  private readonly listeners = new Map<Topic, Set<() => void>>();
  /** What has changed while frames are taken together; told afterwards. */
  private held: Set<Topic> | null = null;
  private readonly tellLog = seldom(() => this.tell('log'), LOG_EVERY);

  constructor(run: Run) {
    this.head = headOf(run);
    this.known = run.seq;
    this.nodes = new Map(Object.entries(run.nodes));
  }

  node = (id: string): LiveNode | undefined => this.nodes.get(id);
  nodeIds = (): string[] => [...this.nodes.keys()];
  suspensionOf = (nodeId: string): Suspension | undefined =>
    this.head.suspensions.find((suspension) => suspension.node_id === nodeId);
  lastSeq = (): number => this.events.at(-1)?.seq ?? 0;
  /** Where to follow from, so that neither the log nor a node misses anything. */
  since = (): number => Math.min(this.known, this.lastSeq());

  listen(topic: Topic, listener: () => void): () => void {
    const found = this.listeners.get(topic) ?? new Set();
    found.add(listener);
    this.listeners.set(topic, found);
    return () => void found.delete(listener);
  }

  /** Take a newer answer of the API; only what differs tells its listeners. */
  replace(run: Run): void {
    if (run.seq < this.head.seq) return;
    this.known = run.seq;
    const head = headOf(run);
    if (!same(head, this.head)) {
      this.head = head;
      this.tell('head');
    }
    for (const [id, node] of Object.entries(run.nodes)) {
      if (!same(node, this.nodes.get(id))) this.setNode(id, node);
    }
  }

  /** Be the run at another moment, an earlier one too: what replays a log does so. */
  rewind(run: Run, events: EventRecord[]): void {
    this.known = run.seq;
    this.head = headOf(run);
    this.events = events;
    const before = this.nodes;
    this.nodes = new Map(Object.entries(run.nodes));
    for (const id of new Set([...before.keys(), ...this.nodes.keys()])) {
      if (!same(before.get(id), this.nodes.get(id))) this.tell(`node:${id}`);
    }
    this.tell('head');
    this.tell('events');
  }

  addEvents(events: readonly EventRecord[]): void {
    const last = this.lastSeq();
    const fresh = events.filter((event) => event.seq > last);
    if (fresh.length === 0) return;
    this.events = [...this.events, ...fresh];
    for (const event of fresh) this.fold(event);
    this.tell('events');
  }

  /** Take what came together: each part that changed tells its listeners once. */
  takeAll(frames: readonly RunFrame[]): boolean {
    const told = new Set<Topic>();
    this.held = told;
    try {
      return frames.map((frame) => this.take(frame)).some(Boolean);
    } finally {
      // A frame that cannot be read must not keep what the others changed to itself.
      this.held = null;
      for (const topic of told) this.tell(topic);
    }
  }

  /** Take one frame of the socket. True when the API should be asked for the whole again. */
  take(frame: RunFrame): boolean {
    if (frame.type === 'event') {
      this.addEvents([frame.event]);
      return CHANGES_MORE.has(frame.event.type);
    }
    if (frame.type === 'node_update') {
      this.takeNode(frame);
      return false;
    }
    if (frame.seq < this.head.seq) return false;
    this.head = {
      ...this.head,
      status: frame.status,
      seq: frame.seq,
      suspensions: frame.suspensions ?? this.head.suspensions,
    };
    this.tell('head');
    return true;
  }

  private takeNode(frame: NodeUpdate): void {
    const before = this.nodes.get(frame.node_id);
    if (before && frame.iteration < before.iteration) return;
    const base = before ?? { status: 'pending', iteration: frame.iteration, attempt: 1 };
    this.setNode(frame.node_id, {
      ...base,
      iteration: frame.iteration,
      status: frame.status,
      attempt: frame.attempt ?? base.attempt,
      progress: frame.progress ?? (frame.status === base.status ? before?.progress : null),
      error: frame.error ?? (frame.status === base.status ? base.error : null),
    });
  }

  /** The log says all that a frame says of a node; whichever comes first changes it. */
  private fold(event: EventRecord): void {
    const { node_id: id, iteration } = event;
    const status = STATUS_AFTER[event.type];
    if (!id || !status || event.seq <= this.known) return;
    const before = this.nodes.get(id);
    if (before && iteration !== null && iteration < before.iteration) return;
    const payload = event.payload as NodePayload;
    const started = event.type === 'NodeStarted';
    if (started && payload.step) this.addStep(event, payload.step);
    const ended = status !== 'running' && status !== 'suspended';
    this.setNode(id, {
      attempt: 1,
      ...before,
      iteration: iteration ?? before?.iteration ?? 1,
      status: event.type === 'NodeFailed' && payload.retry_at ? 'retrying' : status,
      ...(payload.attempt !== undefined && { attempt: payload.attempt }),
      ...(started && {
        started_at: event.at,
        finished_at: null,
        output: null,
        error: null,
        manual: null,
      }),
      ...(ended && { finished_at: event.at, progress: null }),
      ...(payload.output !== undefined && { output: payload.output }),
      ...(payload.action !== undefined && { action: payload.action }),
      ...(payload.manual !== undefined && { manual: payload.manual }),
      ...(event.type === 'NodeFailed' && payload.error && { error: payload.error }),
    });
  }

  /** A function came to a step that the snapshot does not know. */
  private addStep({ node_id, at }: EventRecord, step: Partial<RunStep>): void {
    if (!node_id || this.head.steps.some((known) => known.node_id === node_id)) return;
    const { name = null, kind = null, position = null, shown = null } = step;
    const fresh = { node_id, name, kind, position, shown, status: 'running', attempt: 1 } as const;
    const added: RunStep = { ...fresh, started_at: at, finished_at: null };
    this.head = { ...this.head, steps: [...this.head.steps, added] };
    this.tell('head');
  }

  private setNode(id: string, node: LiveNode): void {
    this.nodes.set(id, node);
    this.tell(`node:${id}`);
  }

  private tell(topic: Topic): void {
    if (this.held) return void this.held.add(topic);
    for (const listener of this.listeners.get(topic) ?? []) listener();
    if (topic === 'events') this.tellLog();
  }
}

function headOf({ nodes: _nodes, ...head }: Run): RunHead {
  return head;
}
