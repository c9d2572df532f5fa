// Shapes of retrying, forking, moving and comparing runs, of their children and of triggers.
import type { Json, JsonObject, NodeStatus } from './types';

/** What running a step again does outside: nothing, a look, or something that is seen there. */
export type Effects = 'none' | 'reads' | 'sends';

export interface StepName {
  node_id: string;
  title: string;
}
export type StepEffects = StepName & { effects: Effects };

export interface RetryPreview {
  restarts: StepEffects[];
  reopens: StepName[];
  may_repeat: StepEffects[];
}

export interface ForkPreview {
  seq: number;
  restarts: StepEffects[];
  may_repeat: StepEffects[];
  state: JsonObject;
  inputs: JsonObject;
}

export interface Finding {
  node_id: string;
  level: 'ok' | 'note' | 'problem';
  message: string;
}

export interface MigrationPreview {
  version: number;
  fits: boolean;
  findings: Finding[];
}

export interface ComparedSide {
  status: NodeStatus;
  iteration: number;
  attempt: number;
  action?: string | null;
  output: Json;
  seconds: number | null;
}

export type ComparedNode = StepName & {
  left: ComparedSide | null;
  right: ComparedSide | null;
  differs: boolean;
};

export interface Comparison {
  runs: string[];
  same_version: boolean;
  inputs: { path: string; left: Json; right: Json }[];
  nodes: ComparedNode[];
  result: { left: Json; right: Json; differs: boolean };
  seconds: { left: number | null; right: number | null };
}

/** A failed step that is not tried again but counts as done. */
export interface ByHand {
  do: 'complete' | 'skip';
  output?: Json;
  action?: string | null;
}

export interface ManualEnd {
  by: string | null;
  reason: string;
  do: 'complete' | 'skip';
}

export interface ChildCounts {
  total: number;
  completed: number;
  failed: number;
  cancelled: number;
  running: number;
}

/** A step of a run whose workflow is a Python function. */
export interface RunStep {
  node_id: string;
  name: string | null;
  kind: string | null;
  /** Its place in the function: "3", and "3.0.1" inside of what runs at once. */
  position: string | null;
  shown: string | null;
  status: NodeStatus;
  attempt: number;
  started_at: string | null;
  finished_at: string | null;
}
