// Which rows of the timeline can be seen, so that a run of hundreds of steps draws only some of them.
import { type RefObject, useEffect, useState } from 'react';

/** The height of a row in pixels, as the style sheet has it. */
export const ROW = 24;
/** Rows are drawn in steps of that many, and as many beyond either end. */
const STEP = 20;

type Span = readonly [from: number, to: number];

/** The rows between two heights, in pixels from the first row's upper edge. */
export function rowsBetween(top: number, bottom: number, count: number): Span {
  const from = Math.floor(top / ROW / STEP) - 1;
  const to = Math.ceil(bottom / ROW / STEP) + 1;
  return [Math.max(0, Math.min(from * STEP, count)), Math.max(0, Math.min(to * STEP, count))];
}

/** Counts also what the page around the rows scrolls, as on a phone. */
export function useInSight(box: RefObject<HTMLElement | null>, count: number): Span {
  const none = count === 0;
  const [[top, bottom], set] = useState<Span>([0, 0]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: without rows there is no box to look at
  useEffect(() => {
    const look = () => {
      const element = box.current;
      if (!element) return;
      const { top: edge, bottom: end } = element.getBoundingClientRect();
      const first = edge - element.scrollTop;
      const next: Span = [Math.max(edge, 0) - first, Math.min(end, window.innerHeight) - first];
      set((before) => {
        const same = String(rowsBetween(...before, 1e9)) === String(rowsBetween(...next, 1e9));
        return same ? before : next;
      });
    };
    look();
    document.addEventListener('scroll', look, { capture: true, passive: true });
    window.addEventListener('resize', look);
    return () => {
      document.removeEventListener('scroll', look, { capture: true });
      window.removeEventListener('resize', look);
    };
  }, [box, none]);
  return rowsBetween(top, bottom, count);
}
