// What a canvas needs of a run, and reading it so that one changed node renders one card.
import { useCallback, useSyncExternalStore } from 'react';
import type { EventRecord, Suspension } from '../api/types';
import type { LiveNode } from '../live/runStore';
import { type Family, familyOf } from './families';

type Topic = 'head' | 'events' | `node:${string}`;

/** A RunStore fits; so does anything that replays a log. */
export interface RunView {
  node(id: string): LiveNode | undefined;
  suspensionOf(nodeId: string): Suspension | undefined;
  events: EventRecord[];
  listen(topic: Topic, listener: () => void): () => void;
}

export type Passage = 'taken' | 'skipped';

const nothing = () => undefined;

function useRunPart<T>(run: RunView | null, topic: Topic, read: () => T): T {
  const listen = useCallback(
    (listener: () => void) => (run ? run.listen(topic, listener) : nothing),
    [run, topic],
  );
  return useSyncExternalStore(listen, read);
}

export const useNodeOf = (run: RunView | null, id: string): LiveNode | undefined =>
  useRunPart(run, `node:${id}`, () => run?.node(id));

/** Whether a node works at this moment; other news of it draw nothing again, and without `asked` none. */
export const useRuns = (run: RunView | null, id: string, asked: boolean): boolean =>
  useRunPart(run, `node:${id}`, () => asked && run?.node(id)?.status === 'running');

export const useSuspensionOf = (run: RunView | null, id: string): Suspension | undefined =>
  useRunPart(run, 'head', () => run?.suspensionOf(id));

interface Decided {
  passage: Passage;
  node: string | null;
  round: number;
}

interface Folded {
  count: number;
  edges: Map<string, Decided>;
  shown: Map<string, Passage>;
}
const folded = new WeakMap<RunView, Folded>();

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** In one round a line that was taken stays so; what a later round says counts instead. */
function note(known: Folded, edge: string, decided: Decided): void {
  const before = known.edges.get(edge);
  const keeps = before && before.round >= decided.round && before.passage === 'taken';
  if (keeps && decided.passage === 'skipped') return;
  known.edges.set(edge, decided);
  known.shown.set(edge, decided.passage);
}

function fold(known: Folded, { type, node_id: node, iteration, payload }: EventRecord): void {
  const round = iteration ?? 0;
  if (type === 'NodeStarted' && round > 1) {
    // The step begins its next round: where it went in the last one is the past.
    for (const [edge, decided] of known.edges) {
      if (decided.node === node && decided.round < round) known.shown.delete(edge);
    }
  }
  const taken = names(payload?.taken);
  const skipped = names(payload?.skipped);
  for (const edge of skipped) note(known, edge, { passage: 'skipped', node, round });
  for (const edge of taken) note(known, edge, { passage: 'taken', node, round });
}

/** Where the current round of each step went; reads only what came since the last call. */
export function passagesOf(run: RunView): ReadonlyMap<string, Passage> {
  let known = folded.get(run);
  if (!known || known.count > run.events.length) {
    known = { count: 0, edges: new Map(), shown: new Map() };
  }
  for (const event of run.events.slice(known.count)) fold(known, event);
  known.count = run.events.length;
  folded.set(run, known);
  return known.shown;
}

/** What became of a line, or of several that are drawn as one: taken where one of them is, skipped where all are. */
export const usePassageOfAll = (run: RunView | null, edges: readonly string[]) =>
  useRunPart(run, 'events', (): Passage | undefined => {
    if (!run) return undefined;
    const all = passagesOf(run);
    if (edges.some((edge) => all.get(edge) === 'taken')) return 'taken';
    return edges.every((edge) => all.get(edge) === 'skipped') ? 'skipped' : undefined;
  });

/** The runs that a step started; drawn again only when one of them was started or ended. */
export const useFamily = (run: RunView | null, node: string): Family | undefined =>
  useRunPart(run, 'events', () => (run ? familyOf(run, node) : undefined));
