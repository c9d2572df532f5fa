// Claims about bursts: nothing is lost or changes places, and what comes at once is taken together.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { gather, seldom } from './gather';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function gathering() {
  const taken: number[][] = [];
  const { add, stop } = gather<number>((items) => taken.push([...items]));
  return { taken, add, stop };
}

it('takes a few things as they come', () => {
  const { taken, add } = gathering();
  for (const item of [1, 2, 3]) add(item);
  expect(taken).toEqual([[1], [2], [3]]);
});

it('takes a burst together, in its order and not too much at once', () => {
  const { taken, add } = gathering();
  const all = Array.from({ length: 300 }, (_, at) => at);
  for (const item of all) add(item);
  expect(taken.flat().length).toBeLessThan(20);
  vi.advanceTimersByTime(80);
  expect(taken.flat().length).toBeLessThan(120);
  vi.advanceTimersByTime(100);
  expect(taken.flat()).toEqual(all);
  expect(taken.length).toBeLessThan(20);
  vi.advanceTimersByTime(100);
  add(300);
  expect(taken.at(-1)).toEqual([300]);
});

it('takes what is left when it ends', () => {
  const { taken, add, stop } = gathering();
  for (let item = 0; item < 50; item += 1) add(item);
  stop();
  expect(taken.flat()).toHaveLength(50);
});

it('calls at once, then once for all that was asked meanwhile', () => {
  const call = vi.fn();
  const ask = seldom(call, 200);
  for (let time = 0; time < 5; time += 1) ask();
  expect(call).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(200);
  expect(call).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1_000);
  expect(call).toHaveBeenCalledTimes(2);
  ask();
  expect(call).toHaveBeenCalledTimes(3);
});
