// Every change of a run's state, in the order of its log; pure.
import type { EventRecord, Json } from '../../api/types';
import { isBody } from '../timeline/bars';
import { nothingYet, textOrNull } from './moment';
import { take } from './past';

export interface StateChange {
  seq: number;
  at: string;
  node_id: string | null;
  by: string | null;
  key: string;
  /** Missing where there was nothing. */
  before?: Json;
  /** Missing where it was taken away. */
  after?: Json;
}

export function stateChanges(events: readonly EventRecord[]): StateChange[] {
  const found: StateChange[] = [];
  const moment = nothingYet();
  for (const event of events) {
    const before = moment.state;
    take(moment, event);
    if (moment.state === before) continue;
    for (const key of Object.keys({ ...before, ...moment.state })) {
      if (Object.hasOwn(before, key) && before[key] === moment.state[key]) continue;
      found.push({
        seq: event.seq,
        at: event.at,
        node_id: isBody(event.node_id) ? null : event.node_id,
        by: textOrNull(event.payload.by),
        key,
        before: before[key],
        after: moment.state[key],
      });
    }
  }
  return found;
}
