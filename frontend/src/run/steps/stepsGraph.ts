// The steps of a workflow function as a graph: one after the other, side by side where they run at once; pure.
import type { RunStep } from '../../api/engine';
import type { GraphEdge, GraphJson, GraphNode } from '../../api/types';

/** What is at one place of a line: a step, or branches that run at once. */
interface Place {
  steps: RunStep[];
  branches: Map<number, Line>;
}
type Line = Map<number, Place>;

const placeIn = (line: Line, number: number): Place => {
  const place = line.get(number) ?? { steps: [], branches: new Map() };
  line.set(number, place);
  return place;
};

/** "3.1.2" is operation 2 of branch 1 of operation 3. */
function treeOf(steps: readonly RunStep[]): Line {
  const root: Line = new Map();
  for (const step of steps) {
    const numbers = (step.position ?? '').split('.').map(Number);
    let line = root;
    for (let depth = 0; depth + 1 < numbers.length; depth += 2) {
      const { branches } = placeIn(line, numbers[depth] ?? 0);
      const branch = numbers[depth + 1] ?? 0;
      const next: Line = branches.get(branch) ?? new Map();
      branches.set(branch, next);
      line = next;
    }
    placeIn(line, numbers.at(-1) ?? 0).steps.push(step);
  }
  return root;
}

const inOrder = <T>(map: ReadonlyMap<number, T>): T[] =>
  [...map.entries()].sort(([a], [b]) => a - b).map(([, value]) => value);

interface Ends {
  entries: string[];
  exits: string[];
}

const NOTHING: Ends = { entries: [], exits: [] };
// With more lines than these between two places nobody could tell them apart.
const MANY = 60;

class Drawing {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];

  line(line: Line): Ends {
    let whole: Ends = NOTHING;
    for (const place of inOrder(line)) {
      const ends = this.place(place);
      if (ends.entries.length === 0) continue;
      this.connect(whole.exits, ends.entries);
      const first = whole.entries.length === 0;
      whole = { entries: first ? ends.entries : whole.entries, exits: ends.exits };
    }
    return whole;
  }

  private place({ steps, branches }: Place): Ends {
    let ends: Ends = NOTHING;
    for (const step of steps) {
      this.nodes.push(nodeOf(step));
      this.connect(ends.exits, [step.node_id]);
      const entries = ends.entries.length === 0 ? [step.node_id] : ends.entries;
      ends = { entries, exits: [step.node_id] };
    }
    if (branches.size === 0) return ends;
    const parts = inOrder(branches).map((branch) => this.line(branch));
    const entries = parts.flatMap((part) => part.entries);
    this.connect(ends.exits, entries);
    return {
      entries: ends.entries.length === 0 ? entries : ends.entries,
      exits: parts.flatMap((part) => part.exits),
    };
  }

  private connect(from: readonly string[], to: readonly string[]): void {
    if (from.length * to.length <= MANY) {
      for (const source of from) for (const target of to) this.edge(source, target);
      return;
    }
    // All of the first lead to one of the second, and one of the first to all others.
    for (const source of from) this.edge(source, to[0]);
    for (const target of to.slice(1)) this.edge(from[0], target);
  }

  private edge(source: string | undefined, target: string | undefined): void {
    if (source === undefined || target === undefined) return;
    this.edges.push({ id: `s${this.edges.length + 1}`, source, target });
  }
}

/** Steps that only take note of something are no stations of the way. */
const SILENT = new Set(['patched', 'now', 'uuid', 'random']);

/** Calls of one's own are shown as they stand; of the others the kind says what they are. */
function callOf({ kind, shown }: RunStep): string {
  const own = kind === null || kind === 'task' || kind === 'step';
  const inside = own ? null : /^\w+\((.*)\)$/.exec(shown ?? '')?.[1];
  return inside?.replace(/^(['"])(.*)\1$/, '$2') ?? shown ?? '';
}

function nodeOf(step: RunStep): GraphNode {
  const { node_id: id, name, kind } = step;
  const again = /#(\d+)$/.exec(id)?.[1];
  const title = again && name ? `${name} #${again}` : (name ?? id);
  return { id, type: `step:${kind ?? 'task'}`, title, properties: { message: callOf(step) } };
}

export const isShown = ({ kind }: RunStep): boolean => !SILENT.has(kind ?? '');

export function stepsGraph(steps: readonly RunStep[]): GraphJson {
  const drawing = new Drawing();
  drawing.line(treeOf(steps.filter(isShown)));
  return { schema: 1, nodes: drawing.nodes, edges: drawing.edges };
}
