// Saves the draft a moment after the last change, and keeps both sides when somebody else saved first.
import { ApiError } from '../../api/client';
import { sendBeforeLeaving } from '../../api/place';
import type { GraphJson, Workflow } from '../../api/types';
import { Cell } from '../../canvas/cell';
import { replaceAll } from '../../graph/edits';
import { type Graph, type Problem, readGraph } from '../../graph/types';
import type { EditorSession } from './session';

export type SaveState =
  | { kind: 'saved'; at: string; by: string | null }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  | { kind: 'failed'; error: unknown }
  | { kind: 'conflict' };

interface Details {
  name: string;
  description: string;
}

export type Send = (
  body: { revision: number; graph?: GraphJson } & Partial<Details>,
) => Promise<Workflow>;
export type Fetch = () => Promise<Workflow>;

const DELAY = 700;
const RETRY = 4000;
/** The page belongs to a workspace that is no longer the session's: there is no draft to compare with. */
const ELSEWHERE = 'other_workspace';

export class Autosave {
  readonly state: Cell<SaveState>;
  readonly problems: Cell<readonly Problem[]>;
  /** What the server has when it refused ours; null while there is no conflict. */
  readonly theirs = new Cell<Workflow | null>(null);
  private revision: number;
  private saved: Graph;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private flying: Promise<void> | null = null;
  private readonly session: EditorSession;
  private readonly send: Send;
  private readonly fetch: Fetch;

  /** `saved` is what the server has, when the session begins with more than that. */
  constructor(
    session: EditorSession,
    workflow: Workflow,
    send: Send,
    fetch: Fetch,
    saved: Graph = session.graph.get(),
  ) {
    this.session = session;
    this.send = send;
    this.fetch = fetch;
    this.saved = saved;
    this.revision = workflow.revision;
    this.problems = new Cell<readonly Problem[]>(workflow.problems ?? []);
    this.state = new Cell<SaveState>(savedState(workflow));
  }

  /** Starts listening; returns how to stop. What is unsaved then is sent at once. */
  start(): () => void {
    const stop = this.session.graph.listen(() => this.changed());
    const forget = sendBeforeLeaving(() => this.flush());
    if (this.dirty()) this.changed();
    return () => {
      stop();
      forget();
      clearTimeout(this.timer);
      if (this.dirty()) void this.flush();
    };
  }

  /** The revision of the server that what is here goes back to. */
  savedAs = (): number => this.revision;

  dirty = (): boolean => this.session.graph.get() !== this.saved;

  private changed(): void {
    if (this.theirs.get()) return;
    if (this.state.get().kind !== 'saving') this.state.set({ kind: 'unsaved' });
    this.schedule(DELAY);
  }

  private schedule(delay: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), delay);
  }

  /** Sends what is unsaved; true when the server has everything afterwards. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    while (this.flying) await this.flying;
    if (!this.dirty()) return !this.theirs.get();
    if (this.theirs.get()) return false;
    this.flying = this.save();
    await this.flying;
    return this.state.get().kind === 'saved' ? true : this.retriesAtOnce() && this.flush();
  }

  /** True when more was changed while the last save was under way. */
  private retriesAtOnce(): boolean {
    return this.state.get().kind === 'unsaved';
  }

  private async save(): Promise<void> {
    const graph = this.session.graph.get();
    this.state.set({ kind: 'saving' });
    try {
      this.accept(await this.send({ revision: this.revision, graph: graph as GraphJson }), graph);
    } catch (error) {
      await this.refuse(error);
    } finally {
      this.flying = null;
    }
  }

  private accept(workflow: Workflow, graph: Graph): void {
    this.revision = workflow.revision;
    this.saved = graph;
    this.problems.set(workflow.problems ?? []);
    this.state.set(this.dirty() ? { kind: 'unsaved' } : savedState(workflow));
    if (this.dirty()) this.schedule(DELAY);
  }

  private async refuse(error: unknown): Promise<void> {
    if (error instanceof ApiError && error.status === 409 && error.code !== ELSEWHERE) {
      try {
        this.theirs.set(await this.fetch());
        this.state.set({ kind: 'conflict' });
        return;
      } catch (again) {
        this.state.set({ kind: 'failed', error: again });
      }
    } else this.state.set({ kind: 'failed', error });
    const lasting = error instanceof ApiError && error.status < 500 && error.status !== 429;
    if (!lasting) this.schedule(RETRY);
  }

  /** Saves the name and description; what is unsaved of the graph goes first. Throws what the server said. */
  async saveDetails(details: Details): Promise<void> {
    await this.flush();
    const graph = this.saved;
    this.accept(await this.send({ revision: this.revision, ...details }), graph);
  }

  /** Ends a conflict by writing ours over theirs. */
  async keepMine(): Promise<void> {
    const theirs = this.theirs.get();
    if (!theirs) return;
    this.revision = theirs.revision;
    this.theirs.set(null);
    await this.flush();
  }

  /** Ends a conflict with theirs; ours comes back by undo. */
  takeTheirs(stepName: string): void {
    const theirs = this.theirs.get();
    if (!theirs) return;
    this.theirs.set(null);
    this.adopt(theirs, stepName);
  }

  /** Takes a newer draft of the server when nothing here is unsaved. */
  offer(workflow: Workflow, stepName: string): void {
    if (workflow.revision > this.revision && !this.dirty() && !this.flying) {
      this.adopt(workflow, stepName);
    }
  }

  private adopt(workflow: Workflow, stepName: string): void {
    const next = readGraph(workflow.graph);
    this.session.do(stepName, replaceAll(this.session.graph.get(), next));
    clearTimeout(this.timer);
    this.accept(workflow, this.session.graph.get());
  }
}

function savedState({ updated_at, updated_by }: Workflow): SaveState {
  return { kind: 'saved', at: updated_at, by: updated_by ?? null };
}
