// What one run looks like right now, folded from a snapshot and live frames; each node has its own listeners.
import type { EventRecord, Json, Run, RunNode, RunStatus, Suspension } from '../api/types';
import type { NodeUpdate, RunFrame } from './frames';

export interface RunHead {
  id: string;
  workflow: string;
  workflow_name?: string;
  version: number | null;
  status: RunStatus;
  suspensions: Suspension[];
  seq: number;
  inputs: Run['inputs'];
  state: Run['state'];
  result: Json;
  error: Run['error'];
  parent: string | null;
  created_at: string;
  created_by?: string | null;
  started_at: string | null;
  finished_at: string | null;
  tags?: string[];
}

export type LiveNode = RunNode & { progress?: NodeUpdate['progress'] };

type Topic = 'head' | 'events' | `node:${string}`;

// A wait may open or end while the run goes on in another branch: its status then says nothing.
const CHANGES_WAITS = new Set(['NodeSuspended', 'NodeResumed', 'NodeCancelled', 'TaskDecided']);

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export class RunStore {
  head: RunHead;
  events: EventRecord[] = [];
  private nodes: Map<string, LiveNode>;
  private readonly listeners = new Map<Topic, Set<() => void>>();

  constructor(run: Run) {
    this.head = headOf(run);
    this.nodes = new Map(Object.entries(run.nodes));
  }

  node = (id: string): LiveNode | undefined => this.nodes.get(id);
  nodeIds = (): string[] => [...this.nodes.keys()];
  suspensionOf = (nodeId: string): Suspension | undefined =>
    this.head.suspensions.find((suspension) => suspension.node_id === nodeId);
  lastSeq = (): number => this.events.at(-1)?.seq ?? 0;

  listen(topic: Topic, listener: () => void): () => void {
    const found = this.listeners.get(topic) ?? new Set();
    found.add(listener);
    this.listeners.set(topic, found);
    return () => void found.delete(listener);
  }

  /** Take a newer answer of the API; only what differs tells its listeners. */
  replace(run: Run): void {
    if (run.seq < this.head.seq) return;
    const head = headOf(run);
    if (!same(head, this.head)) {
      this.head = head;
      this.tell('head');
    }
    for (const [id, node] of Object.entries(run.nodes)) {
      if (!same(node, this.nodes.get(id))) this.setNode(id, node);
    }
  }

  addEvents(events: readonly EventRecord[]): void {
    const last = this.lastSeq();
    const fresh = events.filter((event) => event.seq > last);
    if (fresh.length === 0) return;
    this.events = [...this.events, ...fresh];
    for (const event of fresh) this.fold(event);
    this.tell('events');
  }

  /** Take one frame of the socket. True when the API should be asked for the whole again. */
  take(frame: RunFrame): boolean {
    if (frame.type === 'event') {
      this.addEvents([frame.event]);
      return CHANGES_WAITS.has(frame.event.type);
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
      progress: frame.progress ?? (frame.status === base.status ? before?.progress : null),
      error: frame.error ?? (frame.status === base.status ? base.error : null),
    });
  }

  private fold(event: EventRecord): void {
    const id = event.node_id;
    const before = id ? this.nodes.get(id) : undefined;
    if (!id || !before || event.iteration !== before.iteration) return;
    if (event.type === 'NodeStarted' && !before.started_at) {
      this.setNode(id, { ...before, started_at: event.at });
    }
    if (event.type === 'NodeCompleted') {
      const { output, action } = event.payload as { output?: Json; action?: string | null };
      this.setNode(id, { ...before, output, action, finished_at: event.at });
    }
  }

  private setNode(id: string, node: LiveNode): void {
    this.nodes.set(id, node);
    this.tell(`node:${id}`);
  }

  private tell(topic: Topic): void {
    for (const listener of this.listeners.get(topic) ?? []) listener();
  }
}

function headOf({ nodes: _nodes, ...head }: Run): RunHead {
  return head;
}
