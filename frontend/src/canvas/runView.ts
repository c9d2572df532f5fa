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

interface Folded {
  count: number;
  edges: Map<string, Passage>;
}
const folded = new WeakMap<RunView, Folded>();

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Which edges a run's log has decided so far; reads only what came since the last call. */
export function passagesOf(run: RunView): ReadonlyMap<string, Passage> {
  let known = folded.get(run);
  if (!known || known.count > run.events.length) known = { count: 0, edges: new Map() };
  for (const { payload } of run.events.slice(known.count)) {
    for (const edge of names(payload?.skipped)) {
      if (known.edges.get(edge) !== 'taken') known.edges.set(edge, 'skipped');
    }
    for (const edge of names(payload?.taken)) known.edges.set(edge, 'taken');
  }
  known.count = run.events.length;
  folded.set(run, known);
  return known.edges;
}

export const usePassage = (run: RunView | null, edge: string): Passage | undefined =>
  useRunPart(run, 'events', () => (run ? passagesOf(run).get(edge) : undefined));

/** The runs that a step started; drawn again only when one of them was started or ended. */
export const useFamily = (run: RunView | null, node: string): Family | undefined =>
  useRunPart(run, 'events', () => (run ? familyOf(run, node) : undefined));
