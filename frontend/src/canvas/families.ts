// The runs that a step started, as its run's log tells: which of them ended how; pure but for a cache.
import type { EventRecord, Json, JsonObject } from '../api/types';

export interface Member {
  /** Its place among the children, from 0. */
  index: number;
  /** null until it was started. */
  run: string | null;
  /** How it ended; null while it goes on. */
  ended: string | null;
  error: string | null;
  inputs: Json;
}

export interface Family {
  iteration: number;
  members: readonly Member[];
}

export interface FamilyCounts {
  total: number;
  completed: number;
  failed: number;
  cancelled: number;
  /** Started and not ended. */
  open: number;
}

interface Folded {
  count: number;
  rounds: Map<string, { iteration: number; members: Map<number, Member> }>;
  /** Which step waits with a suspension. */
  waiting: Map<string, string>;
  /** The families as they were last shown; what has changed since is missing. */
  shown: Map<string, Family>;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function note(folded: Folded, node: string, index: number, part: Partial<Member>): void {
  const round = folded.rounds.get(node) ?? { iteration: 1, members: new Map() };
  const known = round.members.get(index);
  const member = known ?? { index, run: null, ended: null, error: null, inputs: null };
  round.members.set(index, { ...member, ...part });
  folded.rounds.set(node, round);
  folded.shown.delete(node);
}

/** A step that asks again in the same round asks only for what failed: the others stay known. */
function asked(folded: Folded, node: string, iteration: number, rules: JsonObject): void {
  if (folded.rounds.get(node)?.iteration !== iteration) {
    folded.rounds.set(node, { iteration, members: new Map() });
    folded.shown.delete(node);
  }
  const items = isObject(rules.items) ? rules.items : {};
  for (const [place, item] of Object.entries(items)) {
    const inputs = isObject(item) ? (item.inputs ?? null) : null;
    note(folded, node, Number(place), { inputs });
  }
}

function fold(folded: Folded, { type, node_id: node, iteration, payload }: EventRecord): void {
  const suspension = textOf(payload.suspension) ?? '';
  const index = typeof payload.index === 'number' ? payload.index : 0;
  const run = textOf(payload.run);
  if (type === 'NodeSuspended' && node !== null && payload.kind === 'children') {
    const rules = isObject(payload.rules) ? payload.rules.children : null;
    asked(folded, node, iteration ?? 1, isObject(rules) ? rules : {});
    folded.waiting.set(suspension, node);
  }
  if (type === 'ChildStarted' && node !== null) {
    note(folded, node, index, { run, ended: null, error: null });
  }
  const at = type === 'ChildFinished' ? folded.waiting.get(suspension) : undefined;
  if (at === undefined) return;
  const error = isObject(payload.error) ? textOf(payload.error.message) : null;
  note(folded, at, index, { run, ended: textOf(payload.status), error });
}

const fresh = (): Folded => ({
  count: 0,
  rounds: new Map(),
  waiting: new Map(),
  shown: new Map(),
});
const known = new WeakMap<object, Folded>();

/** The runs below a step; reads only what came since the last call for this run. */
export function familyOf(
  run: { events: readonly EventRecord[] },
  node: string,
): Family | undefined {
  let folded = known.get(run);
  if (!folded || folded.count > run.events.length) folded = fresh();
  for (const event of run.events.slice(folded.count)) fold(folded, event);
  folded.count = run.events.length;
  known.set(run, folded);
  const round = folded.rounds.get(node);
  if (!round) return undefined;
  const shown = folded.shown.get(node) ?? {
    iteration: round.iteration,
    members: [...round.members.values()].sort((a, b) => a.index - b.index),
  };
  folded.shown.set(node, shown);
  return shown;
}

export function countsOf({ members }: Family): FamilyCounts {
  const ended = (status: string) => members.filter((member) => member.ended === status).length;
  return {
    total: members.length,
    completed: ended('completed'),
    failed: ended('failed'),
    cancelled: ended('cancelled'),
    open: members.filter(({ run, ended: how }) => run !== null && how === null).length,
  };
}
