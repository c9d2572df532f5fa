// What the cards and lines of one canvas share: types, the run shown on it, and what may be edited.
import { createContext, useContext } from 'react';
import type { Suspension } from '../api/types';
import type { Box } from '../graph/arrange/align';
import type { NoteTone } from '../graph/drawn/notes';
import type { Connection } from '../graph/ports';
import type { GraphEdge, NodeTypes } from '../graph/types';
import { Cell, usePart } from './cell';
import type { RunView } from './runView';

/** A line being drawn from a port, until it is dropped. */
export interface Pending {
  node: string;
  handle: string | null;
  side: 'in' | 'out';
}

/** What may be done to notes and groups. */
export interface Drawing {
  /** The note that is being written. */
  writing: Cell<string | null>;
  writeNote: (id: string, words: string) => void;
  resizeNote: (id: string, box: Omit<Box, 'id'>) => void;
  toneNote: (id: string, tone: NoteTone) => void;
  foldGroup: (id: string, collapsed: boolean) => void;
  nameGroup: (id: string, title: string) => void;
  selectGroup: (members: readonly string[], more: boolean) => void;
}

export interface Editing {
  drawing: Drawing;
  pending: Cell<Pending | null>;
  refusal: (wanted: Connection) => string | null;
  actionsFor: (edge: GraphEdge) => string[];
  setAction: (edge: GraphEdge, action: string | null) => void;
  /** The first problem of each node that has one. */
  problems: Cell<ReadonlyMap<string, string>>;
}

/** Others at a node: their initials, and their names in words. */
export interface Guest {
  initials: string;
  words: string;
}

/** What became of a part between two versions that are compared. */
export type ChangeKind = 'added' | 'changed' | 'removed';

export interface Scene {
  types: NodeTypes;
  run: RunView | null;
  takenEdges?: ReadonlySet<string> | undefined;
  editing: Editing | null;
  /** What became of nodes and lines, by their ids, where two versions are compared. */
  marks?: ReadonlyMap<string, ChangeKind> | undefined;
  /** The nodes that give a pinned output in trial runs. */
  pins?: Cell<ReadonlySet<string>> | undefined;
  /** Who else has a node selected, by its id. */
  present?: Cell<ReadonlyMap<string, Guest>> | undefined;
  onResume?: ((suspension: Suspension) => void) | undefined;
  onOpenTask?: ((task: string) => void) | undefined;
  canResume?: ((suspension: Suspension) => boolean) | undefined;
}

const EMPTY: Scene = { types: new Map(), run: null, editing: null };

export const SceneContext = createContext<Scene>(EMPTY);
const NO_PROBLEMS = new Cell<ReadonlyMap<string, string>>(new Map());

/** What is wrong with a node, in a sentence; only where it can be mended. */
export function useProblemOf(node: string): string | undefined {
  const { editing } = useScene();
  return usePart(editing?.problems ?? NO_PROBLEMS, (all) => all.get(node));
}

const NO_PINS = new Cell<ReadonlySet<string>>(new Set());

/** Whether a node gives a pinned output in trial runs. */
export function usePinned(node: string): boolean {
  return usePart(useScene().pins ?? NO_PINS, (pins) => pins.has(node));
}

const NOBODY = new Cell<ReadonlyMap<string, Guest>>(new Map());

/** Who else is at a node. */
export function useGuest(node: string): Guest | undefined {
  return usePart(useScene().present ?? NOBODY, (guests) => guests.get(node));
}

export const useScene = (): Scene => useContext(SceneContext);
