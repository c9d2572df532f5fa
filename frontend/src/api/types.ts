// The shapes of the HTTP API under the names the front end uses: the generated ones, with JSON typed closer.
import type { components } from './schema';

type Schemas = components['schemas'];
/** `T` with the fields of `P` in place of its own. */
export type With<T, P> = Omit<T, keyof P> & P;
/** `T` where only the fields `K` are certain: what live frames know before the API is asked. */
type Certain<T, K extends keyof T> = Pick<T, K> & Partial<Omit<T, K>>;

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
/** A JSON Schema; draft 2020-12, of the subset that forms are drawn from. */
export type JsonSchema = Record<string, unknown>;

export type RunStatus = Schemas['RunStatus'];
export type NodeStatus = Schemas['NodeStatus'];
export type SuspensionKind = Schemas['SuspensionKind'];

export interface Page<T> {
  next: string | null;
  previous: string | null;
  results: T[];
}

export interface GraphNode {
  id: string;
  type: string;
  title?: string;
  properties?: JsonObject;
  options?: JsonObject;
  ui?: { x: number; y: number; [key: string]: Json };
}

export interface GraphEdge {
  id: string;
  source: string;
  target: string;
  source_handle?: string | null;
  target_handle?: string | null;
  action?: string | null;
  when?: string | null;
}

export interface GraphJson {
  schema: 1;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** Something wrong with a graph, found by the server's validator. */
export type GraphProblem = Schemas['GraphProblem'] & { severity?: 'error' | 'warning' };

/** A row of the workflow list; `recent_runs` are the latest five, newest first. */
export type WorkflowSummary = Schemas['WorkflowSummary'];

/** A workflow with its draft. */
export type Workflow = With<Schemas['Workflow'], { graph: GraphJson; problems: GraphProblem[] }>;

export type Version = With<Schemas['Version'], { graph: GraphJson }>;
export type VersionSummary = Schemas['VersionSummary'];
export type Calendar = Schemas['Calendar'];
export type Port = Schemas['Port'];
export type NodeType = Schemas['NodeType'];
export type Template = With<Schemas['Template'], { graph: GraphJson }>;

export type RunError = Schemas['RunError'];

export type RunNode = Certain<
  With<Schemas['RunNode'], { inputs: JsonObject | null; output: Json }>,
  'status' | 'iteration' | 'attempt'
>;

/** An open wait as the run list tells of it. */
export type SuspensionBrief = Schemas['SuspensionBrief'];

export type Suspension = With<
  Schemas['Suspension'],
  {
    state: JsonObject;
    metadata: JsonObject;
    schema: JsonSchema | null;
    options: { id: string; label?: string }[] | null;
    /** Missing where nobody asked: it depends on the person. */
    can_resume?: boolean;
  }
>;

/** A row of the run list. */
export type RunSummary = With<Schemas['RunSummary'], { suspensions: SuspensionBrief[] }>;

export type Run = With<
  Schemas['Run'],
  {
    inputs: JsonObject;
    state: JsonObject;
    result: Json;
    nodes: Record<string, RunNode>;
    suspensions: Suspension[];
  }
>;

export type Checkpoint = Schemas['Checkpoint'];

export type EventRecord = With<Schemas['Event'], { payload: JsonObject }>;

export type TaskHistoryEntry = With<Schemas['TaskHistory'], { detail: JsonObject }>;

/** A file with all that a link to it needs. */
export type FileBrief = Pick<Schemas['FileBrief'], 'id' | 'name' | 'size'>;

/** A field of a proposal that was changed; what is missing was not there. */
export type TaskChange = With<Schemas['TaskChange'], { before?: Json; after?: Json }>;

/** An answer that is not given yet. */
export type Draft = With<Schemas['Draft'], { data: Json }>;

/** A row of the inbox. */
export type TaskSummary = Schemas['TaskSummary'];

export type Task = With<
  Schemas['Task'],
  {
    subject: Json;
    proposal: Json;
    data: Json;
    schema: JsonSchema | null;
    options: { id: string; label?: string }[] | null;
    changes: TaskChange[] | null;
    draft: Draft | null;
    history: TaskHistoryEntry[];
    context: With<Schemas['TaskRun'], { inputs: JsonObject }>;
  }
>;

/** What came of several decisions, for each task on its own. */
export type TaskResults = Schemas['TaskResults'];

export type Me = Schemas['Me'];
export type Settings = Schemas['Settings'];
/** What the bell tells. */
export type Notice = With<Schemas['Notice'], { facts: JsonObject }>;
export type Webhook = Schemas['Webhook'];
export type WebhookChange = Schemas['PatchedWebhookChangeRequest'];
export type Delivery = Schemas['Delivery'];
export type DeliveryDetail = Schemas['DeliveryDetail'];
export type Substitution = Schemas['Substitution'];
export type NewSubstitution = Schemas['NewSubstitutionRequest'];

/** One complaint inside a problem document. */
export type ProblemItem = Schemas['ProblemItem'];

/** RFC 9457; a refusal by somebody else's action also says `by`, `at`, `via` and `action`. */
export type Problem = Certain<Schemas['Problem'], 'type' | 'title' | 'status' | 'detail'>;
