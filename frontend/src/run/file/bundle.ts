// A run out of a downloaded bundle: its log folded as the replay folds it; pure, nothing is stored.
import type { EventRecord, GraphJson, Run } from '../../api/types';
import { momentAt } from '../replay/past';
import { isObject, numberOf, textOf, textsOf } from '../words';

const FORMAT = 'fermata-run';

export interface Bundle {
  run: Run & { file: true };
  events: EventRecord[];
  graph: GraphJson | null;
}

const isEvent = (value: unknown): boolean =>
  isObject(value) &&
  numberOf(value.seq) !== null &&
  textOf(value.type) !== '' &&
  textOf(value.at) !== '' &&
  isObject(value.payload);

/** Null for what is no bundle; of a family of runs it shows the first, which the others are below. */
export function readBundle(words: string): Bundle | null {
  let whole: unknown;
  try {
    whole = JSON.parse(words);
  } catch {
    return null;
  }
  if (!isObject(whole) || whole.format !== FORMAT || !Array.isArray(whole.runs)) return null;
  const [first] = whole.runs;
  if (!isObject(first) || !Array.isArray(first.records)) return null;
  if (first.records.length === 0 || !first.records.every(isEvent)) return null;
  const events = first.records as unknown as EventRecord[];
  const slug = textOf(first.workflow);
  const moment = momentAt(events, Number.POSITIVE_INFINITY);
  const version = moment.version ?? numberOf(first.version);
  const graphs = isObject(whole.workflows) ? whole.workflows[slug] : undefined;
  const graph = isObject(graphs) ? graphs[String(version)] : undefined;
  const names = isObject(whole.names) ? whole.names : {};
  return {
    events,
    graph: isObject(graph) ? (graph as unknown as GraphJson) : null,
    run: {
      ...told(moment, events),
      id: textOf(first.run),
      workflow: slug,
      workflow_name: textOf(names[slug]) || slug,
      version: version ?? 0,
      tags: textsOf(first.tags),
      priority: numberOf(first.priority) ?? 0,
      kind: isObject(graph) && 'function' in graph ? 'function' : 'graph',
      file: true,
    },
  };
}

type Told = Omit<
  Bundle['run'],
  'id' | 'workflow' | 'workflow_name' | 'version' | 'tags' | 'priority' | 'kind' | 'file'
>;

/** What the log itself says; who may do what, and what is below, is the installation's it came from. */
function told(moment: ReturnType<typeof momentAt>, events: readonly EventRecord[]): Told {
  const { status, seq, inputs, state, result, error, nodes, suspensions, steps } = moment;
  const { started_at, finished_at } = moment;
  const [created] = events;
  return {
    status,
    seq,
    inputs,
    state,
    result,
    error,
    suspensions,
    steps,
    started_at,
    finished_at,
    nodes: Object.fromEntries(nodes),
    draft: false,
    created_by: textOf(created?.payload.by) || null,
    created_at: created?.at ?? '',
    parent: null,
    children: null,
    forked_from: null,
    missing_types: [],
    can_operate: false,
  };
}
