// What a fork changes: the keys that differ from what was there, and what steps had given by then; pure.
import type { EventRecord, JsonObject } from '../../api/types';
import { sameJson } from '../../graph/equal';
import { numberOf } from '../words';

export interface Changes {
  /** Merged over what is there, key by key. */
  changed: JsonObject;
  /** Keys that were taken out, which merging cannot do. */
  gone: string[];
}

export function changesOf(before: JsonObject, after: JsonObject): Changes {
  const entries = Object.entries(after).filter(
    ([key, value]) => !Object.hasOwn(before, key) || !sameJson(before[key], value),
  );
  return {
    changed: Object.fromEntries(entries),
    gone: Object.keys(before).filter((key) => !Object.hasOwn(after, key)),
  };
}

/** What each step had given at a place of the log, as far as the log tells. */
export function outputsAt(events: readonly EventRecord[], seq: number): JsonObject {
  const found: JsonObject = {};
  for (const { seq: at, type, node_id: id, payload } of events) {
    if (at > seq) break;
    if (id === null) continue;
    if (type === 'NodeCompleted') found[id] = payload.output ?? null;
    // It is done again, so what it gave before is no longer what counts.
    if (type === 'NodeStarted' && (numberOf(payload.attempt) ?? 1) === 1) delete found[id];
  }
  return found;
}
