// Takes things as they come while they are few; in a burst together, or only now and then.

/** Milliseconds in which a burst is told and gathered. */
const WINDOW = 80;
/** That many in a window are no burst. */
const FEW = 12;
/** At most that many at once: between them the page stays ready for the person before it. */
const MOST = 80;
const BREATH = 16;

export interface Gathered<T> {
  add: (item: T) => void;
  /** Takes what is left and ends. */
  stop: () => void;
}

/** `take` gets what came in its order: one thing while things are few, up to 80 in a burst. */
export function gather<T>(take: (items: readonly T[]) => void): Gathered<T> {
  let since = 0;
  let count = 0;
  let waiting: T[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const some = (most: number) => {
    clearTimeout(timer);
    timer = undefined;
    const items = waiting.slice(0, most);
    waiting = waiting.slice(most);
    if (items.length > 0) take(items);
  };
  const flush = () => {
    some(MOST);
    if (waiting.length > 0) timer = setTimeout(flush, BREATH);
  };
  const add = (item: T) => {
    const now = performance.now();
    if (now - since > WINDOW) {
      since = now;
      count = 0;
    }
    count += 1;
    if (count <= FEW && timer === undefined) return take([item]);
    waiting.push(item);
    timer ??= setTimeout(flush, WINDOW);
  };
  return { add, stop: () => some(waiting.length) };
}

/** Calls at once, and for all that is asked within the next `every` milliseconds once more. */
export function seldom(call: () => void, every: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const now = () => {
    again = false;
    timer = setTimeout(rested, every);
    call();
  };
  const rested = () => {
    timer = undefined;
    if (again) now();
  };
  return () => {
    if (timer === undefined) now();
    else again = true;
  };
}
