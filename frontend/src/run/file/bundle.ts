// A run out of a downloaded bundle: its log folded as the replay folds it; pure, nothing is stored.
import type { EventRecord, GraphJson, JsonObject, Run } from '../../api/types';
import { momentAt } from '../replay/past';
import { isObject, numberOf, textOf, textsOf } from '../words';

const FORMAT = 'fermata-run';

/** Why nothing can be shown: no bundle at all, a log that does not read, or a run without its graph. */
export type Flaw = 'broken' | 'brokenLog' | 'noGraph';
export type Read = { bundle: Bundle } | { flaw: Flaw };

export interface Bundle {
  run: Run & { file: true };
  events: EventRecord[];
  graph: GraphJson;
}

const isEvent = (value: unknown): boolean =>
  isObject(value) &&
  numberOf(value.seq) !== null &&
  textOf(value.type) !== '' &&
  !Number.isNaN(Date.parse(textOf(value.at))) &&
  isObject(value.payload);

const isGraph = (value: unknown): value is JsonObject =>
  isObject(value) &&
  [value.nodes, value.edges].every((list) => Array.isArray(list) && list.every(isObject));

function parsed(words: string): JsonObject | null {
  try {
    const whole: unknown = JSON.parse(words);
    return isObject(whole) && whole.format === FORMAT ? whole : null;
  } catch {
    return null;
  }
}

/** Read a file's words; of a family of runs it shows the first, which the others are below. */
export function readBundle(words: string): Read {
  const whole = parsed(words);
  const first = Array.isArray(whole?.runs) ? whole.runs[0] : undefined;
  if (!whole || !isObject(first) || textOf(first.run) === '') return { flaw: 'broken' };
  const { records } = first;
  if (!Array.isArray(records) || records.length === 0 || !records.every(isEvent)) {
    return { flaw: 'brokenLog' };
  }
  return bundleOf(whole, first, records as unknown as EventRecord[]);
}

function bundleOf(whole: JsonObject, first: JsonObject, events: EventRecord[]): Read {
  const slug = textOf(first.workflow);
  const moment = momentAt(events, Number.POSITIVE_INFINITY);
  const version = moment.version ?? numberOf(first.version);
  const graphs = isObject(whole.workflows) ? whole.workflows[slug] : undefined;
  const graph = isObject(graphs) ? graphs[String(version)] : undefined;
  const isFunction = isObject(graph) && 'function' in graph;
  if (!isFunction && !isGraph(graph)) return { flaw: 'noGraph' };
  const names = isObject(whole.names) ? whole.names : {};
  const bundle: Bundle = {
    events,
    graph: graph as unknown as GraphJson,
    run: {
      ...told(moment, events),
      id: textOf(first.run),
      workflow: slug,
      workflow_name: textOf(names[slug]) || slug,
      version: version ?? 0,
      tags: textsOf(first.tags),
      priority: numberOf(first.priority) ?? 0,
      kind: isFunction ? 'function' : 'graph',
      draft: isObject(graph.trial),
      file: true,
    },
  };
  return { bundle };
}

type Told = Omit<
  Bundle['run'],
  'id' | 'workflow' | 'workflow_name' | 'version' | 'tags' | 'priority' | 'kind' | 'draft' | 'file'
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
    created_by: textOf(created?.payload.by) || null,
    created_at: created?.at ?? '',
    parent: null,
    children: null,
    forked_from: null,
    missing_types: [],
    can_operate: false,
  };
}
