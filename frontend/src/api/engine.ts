// Shapes of retrying, forking, moving and comparing runs, of their children and of triggers: the
// generated ones, with JSON typed closer.
import type { components } from './schema';
import type { Json, JsonObject, With } from './types';

type Schemas = components['schemas'];

export type StepName = Schemas['NodeName'];
/** A step and what running it again does outside: nothing, a look, or something seen there. */
export type StepEffects = Schemas['NodeEffects'];
export type Effects = StepEffects['effects'];

export type RetryPreview = Schemas['RetryPreview'];
export type ForkPreview = With<Schemas['ForkPreview'], { state: JsonObject; inputs: JsonObject }>;
export type Finding = Schemas['MigrationFinding'];
export type MigrationPreview = Schemas['MigrationPreview'];

export type ComparedSide = With<Schemas['ComparedSide'], { output: Json }>;
type Sides = { left: ComparedSide | null; right: ComparedSide | null };
export type ComparedNode = With<Schemas['ComparedNode'], Sides>;

type Values = { left: Json; right: Json };
export type Comparison = With<
  Schemas['Comparison'],
  {
    inputs: With<Schemas['Difference'], Values>[];
    nodes: ComparedNode[];
    result: With<Schemas['ComparedResult'], Values>;
  }
>;

/** A failed step that is not tried again but counts as done. */
export type ByHand = With<Schemas['ByHandRequest'], { output?: Json }>;
export type ManualEnd = Schemas['ByHand'];

export type ChildCounts = Schemas['ChildCounts'];

/** A step of a run whose workflow is a Python function; `position` is "3", or "3.0.1" inside of what runs at once. */
export type RunStep = Schemas['RunStep'];

export type TriggerKind = Schemas['TriggerKind'];
export type Trigger = With<Schemas['Trigger'], { settings: JsonObject; inputs: JsonObject }>;
