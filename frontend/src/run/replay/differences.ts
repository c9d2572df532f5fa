// What differs between two JSON values, and between two moments of a run; pure.
import type { Json, NodeStatus } from '../../api/types';
import { sameJson } from '../../graph/equal';
import { isBody } from '../timeline/bars';
import { isObject } from '../words';
import type { Moment } from './moment';

export interface Difference {
  /** "order.lines.2.price"; empty for the value itself. */
  path: string;
  /** Missing where there was nothing. */
  before?: Json;
  after?: Json;
}

function partsOf(value: Json | undefined): Map<string, Json> | null {
  if (Array.isArray(value)) return new Map(value.map((item, index) => [String(index + 1), item]));
  return isObject(value) ? new Map(Object.entries(value)) : null;
}

/** Look inside of objects, and of lists by place; what is of another kind differs as a whole. */
export function differences(
  before: Json | undefined,
  after: Json | undefined,
  path = '',
): Difference[] {
  if (sameJson(before, after)) return [];
  const [old, fresh] = [partsOf(before), partsOf(after)];
  if (!old || !fresh || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path, before, after }];
  }
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key) =>
    differences(old.get(key), fresh.get(key), path ? `${path}.${key}` : key),
  );
}

export interface StepDifference {
  id: string;
  /** Missing where the run had not come. */
  before?: NodeStatus;
  after?: NodeStatus;
  /** How often it went round, and was tried, at the later moment. */
  iteration: number;
  attempt: number;
}

export interface Between {
  state: Difference[];
  steps: StepDifference[];
}

/** What the run did from one moment to the other. */
export function between(from: Moment, to: Moment): Between {
  const ids = new Set([...from.nodes.keys(), ...to.nodes.keys()]);
  const steps: StepDifference[] = [];
  for (const id of ids) {
    const [before, after] = [from.nodes.get(id), to.nodes.get(id)];
    const isSame =
      before?.status === after?.status &&
      before?.iteration === after?.iteration &&
      before?.attempt === after?.attempt;
    if (isBody(id) || isSame) continue;
    steps.push({
      id,
      before: before?.status,
      after: after?.status,
      iteration: after?.iteration ?? 1,
      attempt: after?.attempt ?? 1,
    });
  }
  return { state: differences(from.state, to.state), steps };
}
