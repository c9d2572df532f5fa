// One socket a tab: subscriptions that survive a cut, jobs with replies. No React here.
import type { EventFrame, Incoming, JobType, RunFrame, Topic } from './frames';

export class LiveError extends Error {
  override readonly name = 'LiveError';
  readonly code: string;

  /** `code` is the server's, or `disconnected` when the line broke before the reply. */
  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
  }
}

export type LiveState = 'connecting' | 'open' | 'lost';
type RunListener = { since: number; notify: (frame: RunFrame) => void };
type TopicListener = (frame: Incoming) => void;
type Waiting = { resolve: (result: unknown) => void; reject: (error: LiveError) => void };

const PING_EVERY = 25_000;
const PONG_WITHIN = 8_000;
const STABLE_AFTER = 10_000;
/** The server's word for a session that ended: no later try can help. */
const SIGNED_OUT = 4401;

/** Milliseconds until try number `attempt` (from 0): at most 2 s for the first five, then 5 s. */
export function backoff(attempt: number, random = Math.random): number {
  const ceiling = attempt < 5 ? Math.min(2_000, 250 * 2 ** attempt) : 5_000;
  return Math.round(ceiling * (0.5 + random() / 2));
}

export class LiveSocket {
  state: LiveState = 'connecting';
  private socket: WebSocket | null = null;
  private nextId = 1;
  private attempt = 0;
  private closed = false;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private pingTimer: ReturnType<typeof setInterval> | undefined;
  private pongTimer: ReturnType<typeof setTimeout> | undefined;
  private stableTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly runs = new Map<string, Set<RunListener>>();
  private readonly topics = new Map<Topic, Set<TopicListener>>();
  private readonly waiting = new Map<number, Waiting>();
  private readonly stateListeners = new Set<() => void>();
  private readonly url: string;
  private readonly create: (url: string) => WebSocket;
  private readonly signedOut: () => void;

  /** `signedOut` is called once, when the server says that the session has ended. */
  constructor(
    url: string,
    create = (address: string) => new WebSocket(address),
    signedOut: () => void = () => undefined,
  ) {
    this.url = url;
    this.create = create;
    this.signedOut = signedOut;
  }

  connect(): void {
    clearTimeout(this.retryTimer);
    if (this.socket || this.closed) return;
    const socket = this.create(this.url);
    this.socket = socket;
    socket.onopen = () => this.opened();
    socket.onmessage = (message) => this.received(JSON.parse(String(message.data)) as Incoming);
    socket.onclose = (event?: CloseEvent) => {
      if (event?.code === SIGNED_OUT && !this.closed) {
        this.closed = true;
        this.signedOut();
      }
      this.lost(socket);
    };
  }

  /** Leave for good; nothing reconnects afterwards. */
  close(): void {
    this.closed = true;
    clearTimeout(this.retryTimer);
    const socket = this.socket;
    if (socket) this.lost(socket);
    socket?.close();
  }

  /** Try at once instead of after the backoff: the network came back, the tab is looked at. */
  hurry(): void {
    if (this.state !== 'lost') return;
    this.attempt = 0;
    this.connect();
  }

  onState(listener: () => void): () => void {
    this.stateListeners.add(listener);
    return () => void this.stateListeners.delete(listener);
  }

  /**
   * Follow a run from `since` (the seq already known). Events come in order, each once,
   * also over cuts of the line. Returns how to stop.
   */
  subscribeRun(runId: string, since: number, notify: (frame: RunFrame) => void): () => void {
    const listener: RunListener = { since, notify };
    const listeners = this.runs.get(runId) ?? new Set();
    listeners.add(listener);
    this.runs.set(runId, listeners);
    this.send({ type: 'subscribe', id: this.nextId++, run_id: runId, since });
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.runs.get(runId) !== listeners) return;
      this.runs.delete(runId);
      this.send({ type: 'unsubscribe', id: this.nextId++, run_id: runId });
    };
  }

  subscribeTopic(topic: Topic, notify: TopicListener): () => void {
    const listeners = this.topics.get(topic) ?? new Set();
    listeners.add(notify);
    this.topics.set(topic, listeners);
    if (listeners.size === 1) this.send({ type: 'subscribe', id: this.nextId++, topic });
    return () => {
      listeners.delete(notify);
      if (listeners.size > 0 || this.topics.get(topic) !== listeners) return;
      this.topics.delete(topic);
      this.send({ type: 'unsubscribe', id: this.nextId++, topic });
    };
  }

  /** Ask for a job; rejects with LiveError. Use HTTP when `state` is not `open`. */
  job<T = unknown>(type: JobType, body: Record<string, unknown>): Promise<T> {
    const id = this.nextId++;
    if (!this.send({ ...body, type, id })) {
      return Promise.reject(new LiveError('disconnected', 'There is no live connection.'));
    }
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
    });
  }

  private send(frame: Record<string, unknown>): boolean {
    if (this.state !== 'open' || !this.socket) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  private opened(): void {
    this.setState('open');
    // A line that breaks right after it opened keeps its place in the backoff.
    this.stableTimer = setTimeout(() => {
      this.attempt = 0;
    }, STABLE_AFTER);
    for (const [runId, listeners] of this.runs) {
      const since = Math.min(...[...listeners].map((listener) => listener.since));
      this.send({ type: 'subscribe', id: this.nextId++, run_id: runId, since });
    }
    for (const topic of this.topics.keys()) {
      this.send({ type: 'subscribe', id: this.nextId++, topic });
    }
    this.pingTimer = setInterval(() => this.ping(), PING_EVERY);
  }

  private ping(): void {
    this.send({ type: 'ping' });
    clearTimeout(this.pongTimer);
    const socket = this.socket;
    this.pongTimer = setTimeout(() => {
      // A dead line may take minutes to say so by itself.
      if (!socket) return;
      socket.close();
      this.lost(socket);
    }, PONG_WITHIN);
  }

  private received(frame: Incoming): void {
    clearTimeout(this.pongTimer);
    if (frame.type === 'reply' || frame.type === 'error') this.answered(frame);
    if (frame.type === 'event') this.deliverEvent(frame);
    if (frame.type === 'job_update' || frame.type === 'node_update') {
      for (const listener of this.runs.get(frame.run_id) ?? []) listener.notify(frame);
    }
    for (const [topic, listeners] of this.topics) {
      if (topicTakes(topic, frame)) for (const notify of listeners) notify(frame);
    }
  }

  private deliverEvent(frame: EventFrame): void {
    for (const listener of this.runs.get(frame.run_id) ?? []) {
      if (frame.event.seq <= listener.since) continue;
      listener.since = frame.event.seq;
      listener.notify(frame);
    }
  }

  private answered(frame: Extract<Incoming, { type: 'reply' | 'error' }>): void {
    const waiting = frame.id === null ? undefined : this.waiting.get(frame.id);
    if (!waiting || frame.id === null) return;
    this.waiting.delete(frame.id);
    if (frame.type === 'reply') waiting.resolve(frame.result);
    else waiting.reject(new LiveError(frame.code, frame.detail));
  }

  private lost(socket: WebSocket): void {
    if (this.socket !== socket) return;
    this.socket = null;
    clearInterval(this.pingTimer);
    clearTimeout(this.pongTimer);
    clearTimeout(this.stableTimer);
    for (const { reject } of this.waiting.values()) {
      reject(new LiveError('disconnected', 'The connection broke before the answer came.'));
    }
    this.waiting.clear();
    this.setState('lost');
    if (!this.closed) {
      this.retryTimer = setTimeout(() => this.connect(), backoff(this.attempt++));
    }
  }

  private setState(state: LiveState): void {
    if (this.state === state) return;
    this.state = state;
    for (const listener of this.stateListeners) listener();
  }
}

/** Tell whether a topic's followers want a frame; the topic `runs` takes every change of a status. */
function topicTakes(topic: Topic, frame: Incoming): boolean {
  if (frame.type === 'resync') return frame.topic === topic;
  if (topic === 'inbox') return frame.type === 'inbox_update' || frame.type === 'notice_update';
  if (frame.type === 'presence') return topic === `workflow:${frame.workflow}`;
  if (frame.type !== 'job_update') return false;
  return topic === 'runs' || frame.workflow === topic.slice('workflow:'.length);
}
