// Takes things as they come while they are few; in a burst it takes them together, many times a second.

/** Milliseconds in which a burst is told and gathered. */
const WINDOW = 80;
/** That many in a window are no burst. */
const FEW = 12;
/** At most that many at once: between them the page stays ready for the person before it. */
const MOST = 30;
const BREATH = 16;

export interface Gathered<T> {
  add: (item: T) => void;
  /** Takes what is left and ends. */
  stop: () => void;
}

export function gather<T>(take: (item: T) => void): Gathered<T> {
  let since = 0;
  let count = 0;
  let waiting: T[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const some = (most: number) => {
    clearTimeout(timer);
    timer = undefined;
    const items = waiting.slice(0, most);
    waiting = waiting.slice(most);
    for (const item of items) take(item);
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
    if (count <= FEW && timer === undefined) return take(item);
    waiting.push(item);
    timer ??= setTimeout(flush, WINDOW);
  };
  return { add, stop: () => some(waiting.length) };
}
