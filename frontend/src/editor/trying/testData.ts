// The test data in hand: inputs, pins and how a trial run is made; kept in this browser, by workflow.
import { keyHere } from '../../api/place';
import type { Pin, Pins } from '../../api/trying';
import type { JsonObject } from '../../api/types';
import { Cell, useCell } from '../../canvas/cell';
import { useSession } from '../state/context';
import type { EditorSession } from '../state/session';
import type { Answers } from './pins';

export interface TestData {
  /** The named set it was taken from; null: none. */
  set: string | null;
  inputs: JsonObject;
  pins: Pins;
  /** Steps whose effects may leave. */
  allowed: string[];
  skipTime: boolean;
  answers: Answers;
}

export const EMPTY: TestData = {
  set: null,
  inputs: {},
  pins: {},
  allowed: [],
  skipTime: true,
  answers: 'ask',
};

/** What is to be tried: the draft, or the way to one step. */
export interface Target {
  until: string | null;
}

export class Trying {
  readonly data: Cell<TestData>;
  /** The steps that have a pin, for the cards. */
  readonly pinned: Cell<ReadonlySet<string>>;
  /** What the dialog asks about; null while it is closed. */
  readonly asked = new Cell<Target | null>(null);
  /** Whether the drawer with the test data is open. */
  readonly drawer = new Cell(false);
  private readonly key: string;

  constructor(slug: string) {
    this.key = keyHere('fermata.try', slug);
    this.data = new Cell(read(this.key));
    this.pinned = new Cell<ReadonlySet<string>>(new Set(Object.keys(this.data.get().pins)));
  }

  change(part: Partial<TestData>): void {
    this.data.update((data) => ({ ...data, ...part }));
    if (part.pins) this.pinned.set(new Set(Object.keys(part.pins)));
    write(this.key, this.data.get());
  }

  pin(node: string, pin: Pin | null): void {
    const { [node]: _old, ...rest } = this.data.get().pins;
    this.change({ pins: pin ? { ...rest, [node]: pin } : rest });
  }
}

function read(key: string): TestData {
  try {
    return { ...EMPTY, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<TestData>) };
  } catch {
    return EMPTY;
  }
}

function write(key: string, data: TestData): void {
  try {
    localStorage.setItem(key, JSON.stringify(data));
  } catch {
    // Storage may be full or forbidden: the data then lasts as long as the page.
  }
}

const known = new WeakMap<EditorSession, Trying>();

/** The one of a session, made at its first use. */
export function tryingOf(session: EditorSession): Trying {
  const found = known.get(session) ?? new Trying(session.slug);
  known.set(session, found);
  return found;
}

export const useTrying = (): Trying => tryingOf(useSession());
export const useTestData = (): TestData => useCell(useTrying().data);
