// Keeps the figures current: what moves is heard through the socket, and read again in good measure.
import { useEffect, useRef } from 'react';
import { useLiveState, useLiveTopic } from '../live/hooks';

const LEAST = 2_000;
/** Reading takes at most a tenth of the server's time, however slow it is. */
const SHARE = 10;

/** Calls at once and then after a rest, which is longer the longer the call took. */
export class Pace {
  private resting = false;
  private again = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly read: () => Promise<unknown>;

  constructor(read: () => Promise<unknown>) {
    this.read = read;
  }

  /** Something has changed. */
  async hear(): Promise<void> {
    if (this.resting) {
      this.again = true;
      return;
    }
    this.resting = true;
    this.again = false;
    const began = performance.now();
    try {
      await this.read();
    } finally {
      const rest = Math.max(LEAST, (performance.now() - began) * SHARE);
      this.timer = setTimeout(() => this.rested(), rest);
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.again = false;
  }

  private rested(): void {
    this.resting = false;
    if (this.again) void this.hear();
  }
}

/** Read again whenever a run or a task changes, and once after the line was cut. */
export function useLiveFigures(read: () => Promise<unknown>): void {
  const latest = useRef(read);
  latest.current = read;
  const pace = useRef<Pace>(null);
  pace.current ??= new Pace(() => latest.current());
  useEffect(() => () => pace.current?.stop(), []);
  const hear = () => void pace.current?.hear();
  useLiveTopic('runs', hear);
  useLiveTopic('inbox', hear);
  const state = useLiveState();
  const cut = useRef(false);
  useEffect(() => {
    if (state === 'lost') cut.current = true;
    if (state !== 'open' || !cut.current) return;
    cut.current = false;
    void pace.current?.hear();
  }, [state]);
}
