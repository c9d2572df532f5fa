// A run's log as bars on one time axis: work, waits on people, waits on time; pure.
import type { EventRecord, SuspensionKind } from '../../api/types';
import { isObject, numberOf, textOf } from '../words';

export type BarKind = 'work' | 'people' | 'time' | 'failed';

export interface Bar {
  kind: BarKind;
  /** Milliseconds since 1970. */
  from: number;
  /** null while it goes on. */
  to: number | null;
  /** When an open wait ends by itself. */
  until: number | null;
  attempt: number;
  iteration: number;
  seq: number;
}

export interface Row {
  nodeId: string;
  bars: Bar[];
}

export interface Totals {
  /** Seconds in which nodes worked, added up. */
  worked: number;
  /** Seconds in which at least one wait was open. */
  waited: number;
}

const PEOPLE: readonly SuspensionKind[] = ['wait', 'approval', 'question', 'form', 'pause'];
const ENDS = new Set(['RunCompleted', 'RunFailed', 'RunCancelled']);

export const waitKind = (kind: string): BarKind =>
  (PEOPLE as readonly string[]).includes(kind) ? 'people' : 'time';

class Builder {
  private readonly rows = new Map<string, Row>();
  private readonly open = new Map<string, Bar>();

  begin(event: EventRecord, kind: BarKind, until: number | null = null): void {
    const id = event.node_id ?? '';
    this.end(event);
    const attempt = numberOf(event.payload.attempt) ?? this.last(id)?.attempt ?? 1;
    const from = Date.parse(event.at);
    const iteration = event.iteration ?? 1;
    const bar: Bar = { kind, from, to: null, until, attempt, iteration, seq: event.seq };
    const row = this.rows.get(id) ?? { nodeId: id, bars: [] };
    row.bars.push(bar);
    this.rows.set(id, row);
    this.open.set(id, bar);
  }

  end(event: EventRecord, kind?: BarKind): void {
    const bar = this.open.get(event.node_id ?? '');
    if (!bar) return;
    bar.to = Date.parse(event.at);
    if (kind) bar.kind = kind;
    this.open.delete(event.node_id ?? '');
  }

  endAll(event: EventRecord): void {
    for (const nodeId of [...this.open.keys()]) this.end({ ...event, node_id: nodeId });
  }

  /** A deadline that was moved, as an escalation does. */
  extend(event: EventRecord, until: number): void {
    const bar = this.open.get(event.node_id ?? '');
    if (bar) bar.until = until;
  }

  result(): Row[] {
    return [...this.rows.values()];
  }

  private last(id: string): Bar | undefined {
    return this.rows.get(id)?.bars.at(-1);
  }
}

const moment = (value: unknown): number | null => {
  const found = Date.parse(textOf(value));
  return Number.isNaN(found) ? null : found;
};

/** A workflow function is run through again and again; only its steps take their time. */
export const isBody = (nodeId: string | null): boolean => nodeId?.startsWith('@') ?? false;

function take(builder: Builder, event: EventRecord): void {
  const { type, payload } = event;
  if (ENDS.has(type)) builder.endAll(event);
  else if (!event.node_id || isBody(event.node_id)) return;
  else if (type === 'NodeStarted') builder.begin(event, 'work');
  else if (type === 'NodeSuspended') {
    builder.begin(event, waitKind(textOf(payload.kind)), moment(payload.wake_at));
  } else if (type === 'NodeResumed') builder.begin(event, 'work');
  else if (type === 'NodeCompleted' || type === 'NodeCancelled') builder.end(event);
  else if (type === 'NodeFailed') builder.end(event, 'failed');
  else if (type === 'TaskEscalated' && isObject(payload.detail)) {
    const until = moment(payload.detail.wake_at);
    if (until !== null) builder.extend(event, until);
  }
}

/** The rows in the order in which their nodes first started. */
export function rowsOf(events: readonly EventRecord[]): Row[] {
  const builder = new Builder();
  for (const event of events) take(builder, event);
  return builder.result();
}

/** Milliseconds covered by at least one of the spans. */
function covered(spans: [number, number][]): number {
  let total = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    total += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return total;
}

/** How long a run worked and waited until `now`; recorded seconds of work go before the log's times. */
export function totalsOf(events: readonly EventRecord[], now: number): Totals {
  const bars = rowsOf(events).flatMap((row) => row.bars);
  const waits = bars.filter((bar) => bar.kind === 'people' || bar.kind === 'time');
  const spans = waits.map((bar): [number, number] => [bar.from, bar.to ?? Math.max(now, bar.from)]);
  const recorded = events.reduce(
    (sum, event) => sum + (isBody(event.node_id) ? 0 : (numberOf(event.payload.seconds) ?? 0)),
    0,
  );
  return { worked: recorded, waited: covered(spans) / 1000 };
}
