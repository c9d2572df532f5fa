// The shapes of the HTTP API and of the socket, as the rest of the front end names them.

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
/** A JSON Schema; draft 2020-12, of the subset that forms are drawn from. */
export type JsonSchema = Record<string, unknown>;

export type RunStatus = 'queued' | 'running' | 'suspended' | 'completed' | 'failed' | 'cancelled';
export type NodeStatus =
  | 'pending'
  | 'running'
  | 'retrying'
  | 'suspended'
  | 'completed'
  | 'failed'
  | 'skipped'
  | 'cancelled';
export type SuspensionKind =
  | 'wait'
  | 'approval'
  | 'question'
  | 'form'
  | 'callback'
  | 'timer'
  | 'event'
  | 'pause'
  | 'children';

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
export interface GraphProblem {
  code: string;
  message: string;
  node_id: string | null;
  edge_id: string | null;
  pointer: string | null;
  severity?: 'error' | 'warning';
}

/** A row of the workflow list. */
export interface WorkflowSummary {
  slug: string;
  name: string;
  description: string;
  latest_version: number | null;
  updated_at: string;
  updated_by?: string | null;
  problem_count?: number;
  /** The latest runs, newest first. */
  recent_runs?: { id: string; status: RunStatus; created_at: string }[];
}

/** A workflow with its draft. */
export interface Workflow extends WorkflowSummary {
  graph: GraphJson;
  problems: GraphProblem[];
  revision: number;
}

export interface Version {
  number: number;
  graph: GraphJson;
  note?: string;
  created_at: string;
  created_by: string | null;
}

export interface Port {
  name: string;
  title?: string;
  type?: string;
  schema?: JsonSchema;
  required?: boolean;
}

export interface NodeType {
  type: string;
  title: string;
  category: string;
  icon: string;
  description: string;
  properties: JsonSchema;
  inputs: Port[];
  outputs: Port[];
  actions: string[];
  suspendable: boolean;
  tags?: string[];
}

export interface RunError {
  type: string;
  message: string;
  node_id?: string | null;
  attempt?: number;
  traceback?: string;
}

export interface RunNode {
  status: NodeStatus;
  iteration: number;
  attempt: number;
  output?: Json;
  error?: RunError | null;
  started_at?: string | null;
  finished_at?: string | null;
  inputs?: JsonObject | null;
  action?: string | null;
}

/** An open wait as the run list tells of it. */
export interface SuspensionBrief {
  id: string;
  node_id: string;
  kind: SuspensionKind;
  reason: string;
  opened_at: string;
  wake_at: string | null;
  /** The id of the task that a person decides, when there is one. */
  task: string | null;
  users?: string[];
  groups?: string[];
}

export interface Suspension extends SuspensionBrief {
  iteration: number;
  run?: string;
  workflow?: string;
  title?: string;
  can_resume?: boolean;
  state: JsonObject;
  metadata: JsonObject;
  schema: JsonSchema | null;
  options: { id: string; label?: string }[] | null;
  actions: string[];
}

/** A row of the run list. */
export interface RunSummary {
  id: string;
  workflow: string;
  workflow_name?: string;
  version: number;
  status: RunStatus;
  suspensions?: SuspensionBrief[];
  tags?: string[];
  created_by?: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  seq: number;
  error?: RunError | null;
}

export interface Run extends RunSummary {
  inputs: JsonObject;
  state: JsonObject;
  result: Json;
  error: RunError | null;
  nodes: Record<string, RunNode>;
  suspensions: Suspension[];
  parent: string | null;
  /** May be resumed, stopped by the one who asks. */
  can_operate?: boolean;
}

export interface EventRecord {
  seq: number;
  type: string;
  node_id: string | null;
  iteration: number | null;
  payload: JsonObject;
  at: string;
}

export interface TaskHistoryEntry {
  type: string;
  by: string | null;
  at: string;
  detail?: string | JsonObject | null;
}

/** A row of the inbox. */
export interface TaskSummary {
  id: string;
  run: string;
  workflow: string;
  workflow_name?: string;
  node_id: string;
  path: string;
  title: string;
  state: 'open' | 'claimed' | 'done' | 'closed';
  created_at: string;
  due_at: string | null;
  users: string[];
  groups: string[];
  claimed_by: string | null;
  initiator?: string | null;
  suspension?: string;
  decision?: string | null;
  decided_by?: string | null;
  decided_at?: string | null;
  can_decide?: boolean;
}

export interface Task extends TaskSummary {
  instructions: string;
  subject: Json;
  schema: JsonSchema | null;
  actions: string[];
  options?: { id: string; label?: string }[] | null;
  comment?: string | null;
  comments: { by: string; at: string; text: string }[];
  history: TaskHistoryEntry[];
  kind?: SuspensionKind;
}

export interface Template {
  slug: string;
  name: string;
  description: string;
  graph: GraphJson;
}

export interface Me {
  username: string;
  name: string;
  groups: string[];
  permissions: string[];
  is_staff: boolean;
}

/** The figures of the dashboard, over the runs one may see. */
export interface DashboardFigures {
  counts: Partial<Record<RunStatus, number>>;
  running: number;
  waiting_for_people: number;
  waiting_for_time: number;
  failed_today: number;
}

/** One complaint inside a problem document. */
export interface ProblemItem {
  code: string;
  detail: string;
  attr: string | null;
}

/** RFC 9457. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: ProblemItem[];
  [extra: string]: unknown;
}
