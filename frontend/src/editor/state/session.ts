// The graph being edited, its history and what is selected; every edit goes through `do`.
import { Cell } from '../../canvas/cell';
import type { Pending } from '../../canvas/scene';
import type { Guide } from '../../graph/arrange/guides';
import { applyAll, type Change } from '../../graph/changes';
import { notesOf } from '../../graph/drawn/notes';
import { EMPTY_HISTORY, type History, record, redo, seal, undo } from '../../graph/history';
import { idsOf } from '../../graph/ids';
import type { Graph, GraphEdge, GraphNode, NodeTypes } from '../../graph/types';
import type { View } from './view';

export interface Selection {
  nodes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
  notes: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();
const NOTHING: Selection = { nodes: NONE, edges: NONE, notes: NONE };

/** Where the quick-add menu is open, and what the new node is to be connected to. */
export interface QuickAddAt {
  screen: { x: number; y: number };
  flow: { x: number; y: number };
  from?: Pending;
  /** The line that the new node is to stand on. */
  edge?: string;
}

/** Where the menu of a right click is open, and on what: the selection, or the bare canvas. */
export interface MenuAt {
  screen: { x: number; y: number };
  onCanvas: boolean;
}

/** Why a dropped line was refused, and where to say so. */
export interface Refused {
  words: string;
  screen: { x: number; y: number };
}

export type Tool = 'search' | 'connect' | 'extract';

export class EditorSession {
  readonly slug: string;
  readonly types: NodeTypes;
  readonly graph: Cell<Graph>;
  readonly history = new Cell<History>(EMPTY_HISTORY);
  readonly selection = new Cell<Selection>(NOTHING);
  readonly pending = new Cell<Pending | null>(null);
  readonly quickAdd = new Cell<QuickAddAt | null>(null);
  readonly menu = new Cell<MenuAt | null>(null);
  readonly refused = new Cell<Refused | null>(null);
  /** The helper lines of the drag under way. */
  readonly guides = new Cell<readonly Guide[]>([]);
  /** Whether something is being dragged: what is drawn beside the canvas may wait. */
  readonly dragging = new Cell(false);
  /** The tool of the canvas that is open: search, connecting, … */
  readonly tool = new Cell<Tool | null>(null);
  /** The note that is being written. */
  readonly writing = new Cell<string | null>(null);
  /** The node whose title is to be given the focus as soon as it is shown. */
  readonly renaming = new Cell<string | null>(null);
  /** The first problem of each node that has one, for the cards. */
  readonly marks = new Cell<ReadonlyMap<string, string>>(new Map());
  /** Opens another workflow in this one's place. */
  readonly visit = new Cell<(slug: string) => void>(() => undefined);
  /** Asks to publish, or says why that cannot be; the button that does so stands in the header. */
  readonly publish = new Cell<() => void>(() => undefined);
  view: View | null = null;

  constructor(slug: string, graph: Graph, types: NodeTypes) {
    this.slug = slug;
    this.types = types;
    this.graph = new Cell(graph);
  }

  /** Does one named step; steps in a row with the same `gesture` are undone together. */
  do(name: string, changes: Change[], gesture?: string): void {
    const history = record(this.history.get(), { name, changes, gesture });
    if (history === this.history.get()) return;
    this.history.set(history);
    this.write(applyAll(this.graph.get(), changes));
  }

  seal = (): void => this.history.update(seal);

  /** Takes the last step back and returns its name, or null when there is none. */
  undo = (): string | null => this.travel(undo(this.history.get()));
  redo = (): string | null => this.travel(redo(this.history.get()));

  /** Goes back or forth to the graph as it was after that many steps. */
  travelTo(count: number): void {
    while (this.history.get().past.length > count && this.undo() !== null);
    while (this.history.get().past.length < count && this.redo() !== null);
  }

  private travel(found: ReturnType<typeof undo>): string | null {
    if (!found) return null;
    this.history.set(found.history);
    this.write(applyAll(this.graph.get(), found.changes));
    return found.name;
  }

  private write(graph: Graph): void {
    this.graph.set(graph);
    this.forgetGone(graph);
  }

  /** What was deleted is no longer selected. */
  private forgetGone(graph: Graph): void {
    const { nodes, edges, notes } = this.selection.get();
    const knownNotes = idsOf(notesOf(graph));
    const knownNodes = idsOf(graph.nodes);
    const knownEdges = idsOf(graph.edges);
    const left = [...nodes].filter((id) => knownNodes.has(id));
    const leftEdges = [...edges].filter((id) => knownEdges.has(id));
    const leftNotes = [...notes].filter((id) => knownNotes.has(id));
    const before = nodes.size + edges.size + notes.size;
    const after = left.length + leftEdges.length + leftNotes.length;
    if (before !== after) this.select(left, leftEdges, leftNotes);
  }

  select(
    nodes: Iterable<string>,
    edges: Iterable<string> = NONE,
    notes: Iterable<string> = NONE,
  ): void {
    const next = { nodes: new Set(nodes), edges: new Set(edges), notes: new Set(notes) };
    const now = this.selection.get();
    const parts = ['nodes', 'edges', 'notes'] as const;
    if (parts.every((part) => same(now[part], next[part]))) return;
    this.seal();
    this.selection.set(next);
  }

  node = (id: string | undefined): GraphNode | undefined =>
    this.graph.get().nodes.find((node) => node.id === id);
  edge = (id: string | undefined): GraphEdge | undefined =>
    this.graph.get().edges.find((edge) => edge.id === id);

  /** The one selected node, when nothing else is selected. */
  soleNode = (): GraphNode | undefined => {
    const { nodes, edges } = this.selection.get();
    const [id] = nodes;
    return nodes.size === 1 && edges.size === 0 ? this.node(id) : undefined;
  };
}

function same(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}
