// Undo that survives a reload: the steps of this tab, kept per workflow beside the revision they end at.

import { keyHere } from '../../api/place';
import { sameJson } from '../../graph/equal';
import { EMPTY_HISTORY, type History } from '../../graph/history';
import { type Graph, isObject, readGraph } from '../../graph/types';

export interface Kept {
  /** The revision of the server that the graph has been saved as, or was last. */
  revision: number;
  history: History;
  /** The graph at the end of the steps, when it was not saved yet. */
  unsaved: Graph | null;
}

export interface Restored {
  graph: Graph;
  history: History;
}

/** Browsers give some five million characters; two workflows with long histories are to fit. */
const MOST = 1_500_000;
const FEWEST_STEPS = 5;
const keyOf = (slug: string): string => keyHere('fermata.steps', slug);

function written(kept: Kept): string {
  let { past } = kept.history;
  for (;;) {
    const words = JSON.stringify({ ...kept, history: { past, future: kept.history.future } });
    if (words.length <= MOST || past.length <= FEWEST_STEPS) return words;
    past = past.slice(Math.ceil(past.length / 2));
  }
}

export function keep(slug: string, kept: Kept): void {
  try {
    const words = written(kept);
    if (words.length <= MOST) window.sessionStorage.setItem(keyOf(slug), words);
    else window.sessionStorage.removeItem(keyOf(slug));
  } catch {
    // Storage may be full or forbidden; undo then lasts as long as the page.
  }
}

function isHistory(value: unknown): value is History {
  return isObject(value) && Array.isArray(value.past) && Array.isArray(value.future);
}

function stored(slug: string): Kept | null {
  try {
    const raw: unknown = JSON.parse(window.sessionStorage.getItem(keyOf(slug)) ?? 'null');
    if (!isObject(raw) || typeof raw.revision !== 'number' || !isHistory(raw.history)) return null;
    const unsaved = isObject(raw.unsaved) ? readGraph(raw.unsaved) : null;
    return { revision: raw.revision, history: raw.history, unsaved };
  } catch {
    return null;
  }
}

/** What is to be shown for a draft of the server: with its steps, and with what a reload came in
 * the way of saving. Steps that end at another graph than the server's are dropped. */
export function restore(slug: string, revision: number, graph: Graph): Restored {
  const kept = stored(slug);
  if (!kept) return { graph, history: EMPTY_HISTORY };
  if (kept.revision === revision) return { graph: kept.unsaved ?? graph, history: kept.history };
  // The save that was under way when the page went has arrived.
  if (kept.unsaved && sameJson(kept.unsaved, graph)) return { graph, history: kept.history };
  return { graph, history: EMPTY_HISTORY };
}
