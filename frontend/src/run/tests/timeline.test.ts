// Bars and axis of the timeline.
import { describe, expect, it } from 'vitest';
import { axisOf } from '../timeline/axis';
import { rowsOf, totalsOf } from '../timeline/bars';
import { rowsBetween } from '../timeline/useInSight';
import { at, event, log, suspendedLog } from './samples';

const now = Date.parse(at(3602));

describe('bars', () => {
  it('end work where the wait begins and leave the wait open', () => {
    const [submit, review] = rowsOf(suspendedLog());
    expect(submit?.bars).toMatchObject([{ kind: 'work', to: Date.parse(at(2)) }]);
    expect(review?.bars.map((bar) => [bar.kind, bar.to === null])).toEqual([
      ['work', false],
      ['people', true],
    ]);
  });

  it('tell waiting for time from waiting for people', () => {
    const [row] = rowsOf(log(event('NodeSuspended', 'nap', 0, { kind: 'timer', wake_at: at(60) })));
    expect(row?.bars).toMatchObject([{ kind: 'time', until: Date.parse(at(60)) }]);
  });

  it('show each attempt, the failed one as failed', () => {
    const [row] = rowsOf(
      log(
        event('NodeStarted', 'pay', 0),
        event('NodeFailed', 'pay', 1, { attempt: 1 }),
        event('NodeStarted', 'pay', 2, { attempt: 2 }),
        event('NodeCompleted', 'pay', 3),
      ),
    );
    expect(row?.bars.map((bar) => [bar.kind, bar.attempt])).toEqual([
      ['failed', 1],
      ['work', 2],
    ]);
  });

  it('all end with the run', () => {
    const rows = rowsOf([...suspendedLog(), event('RunCancelled', null, 60)]);
    expect(rows.flatMap((row) => row.bars).every((bar) => bar.to !== null)).toBe(true);
  });

  it('of skipped steps do not exist', () => {
    expect(rowsOf(log(event('NodeSkipped', 'x', 0)))).toEqual([]);
  });
});

describe('totals', () => {
  it('count recorded work, and waiting once when two waits overlap', () => {
    const two = log(
      event('NodeCompleted', 'a', 1, { seconds: 0.041 }),
      event('NodeSuspended', 'x', 2, { kind: 'wait' }),
      event('NodeSuspended', 'y', 2, { kind: 'wait' }),
    );
    expect(totalsOf(two, now)).toEqual({ worked: 0.041, waited: 3600 });
  });
});

describe('the axis', () => {
  it('runs from the first moment to a little after now', () => {
    const axis = axisOf(rowsOf(suspendedLog()), now);
    expect(axis?.at(axis.start)).toBe(0);
    expect(axis?.at(axis.end)).toBeCloseTo(1);
    expect(axis?.at(now)).toBeLessThan(1);
  });

  it('never turns time back and leaves no bar without width', () => {
    const rows = rowsOf(suspendedLog());
    const axis = axisOf(rows, now);
    if (!axis) throw new Error('no axis');
    const places = [1, 2, 1000, 3602].map((second) => axis.at(Date.parse(at(second))));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(axis.at(Date.parse(at(2))) - axis.at(Date.parse(at(1)))).toBeGreaterThan(0.008);
  });

  it('reaches to the end of a timer that is near', () => {
    const rows = rowsOf(log(event('NodeSuspended', 'nap', 0, { kind: 'timer', wake_at: at(60) })));
    expect(axisOf(rows, Date.parse(at(55)))?.end).toBe(Date.parse(at(60)));
  });

  it('does not exist before anything happened', () => {
    expect(axisOf([], now)).toBeNull();
  });
});

describe('the rows that are drawn', () => {
  it('are those in sight and some beyond either end', () => {
    expect(rowsBetween(0, 220, 500)).toEqual([0, 40]);
    const [from, to] = rowsBetween(4800, 5020, 500);
    expect(from).toBeLessThan(200);
    expect(to).toBeGreaterThan(210);
    expect(to - from).toBeLessThan(70);
  });

  it('are never more than there are', () => {
    expect(rowsBetween(0, 220, 3)).toEqual([0, 3]);
    expect(rowsBetween(4800, 5020, 30)).toEqual([30, 30]);
  });
});
