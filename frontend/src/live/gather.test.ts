// Claims about bursts: nothing is lost or changes places, and few things are taken at once.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { gather } from './gather';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('takes a few things as they come', () => {
  const taken: number[] = [];
  const { add } = gather<number>((item) => taken.push(item));
  for (const item of [1, 2, 3]) add(item);
  expect(taken).toEqual([1, 2, 3]);
});

it('takes a burst together, in its order', () => {
  const taken: number[] = [];
  const { add } = gather<number>((item) => taken.push(item));
  const all = Array.from({ length: 100 }, (_, at) => at);
  for (const item of all) add(item);
  expect(taken.length).toBeLessThan(20);
  vi.advanceTimersByTime(80);
  expect(taken.length).toBeLessThan(90);
  vi.advanceTimersByTime(60);
  expect(taken).toEqual(all);
  vi.advanceTimersByTime(100);
  add(100);
  expect(taken.at(-1)).toBe(100);
});

it('takes what is left when it ends', () => {
  const taken: number[] = [];
  const { add, stop } = gather<number>((item) => taken.push(item));
  for (let item = 0; item < 50; item += 1) add(item);
  stop();
  expect(taken).toHaveLength(50);
});
