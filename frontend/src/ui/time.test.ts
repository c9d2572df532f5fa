// Times in words.
import { describe, expect, it } from 'vitest';
import { due, duration, timeAgo } from './time';

const NOW = Date.parse('2026-01-02T12:00:00Z');
const at = (seconds: number) => new Date(NOW + seconds * 1000);

describe('a relative time', () => {
  it.each([
    [-3, 'just now'],
    [-30, '30 seconds ago'],
    [-100, '2 minutes ago'],
    [-3600, '1 hour ago'],
    [-86_000, 'yesterday'],
    [7200, 'in 2 hours'],
    [-9 * 86_400, '9 days ago'],
  ])('of %i seconds reads "%s"', (seconds, words) => {
    expect(timeAgo(at(seconds), NOW)).toBe(words);
  });
});

describe('a duration', () => {
  it.each([
    [0.041, '41 ms'],
    [12.9, '12 s'],
    [18_720, '5 h 12 min'],
    [3600, '1 h'],
    [100_800, '1 day 4 h'],
    [3 * 86_400, '3 days'],
  ])('of %f s reads "%s"', (seconds, words) => {
    expect(duration(seconds)).toBe(words);
  });
});

describe('a due date', () => {
  it('is calm while more than a quarter of the time is left', () => {
    expect(due(at(7200), at(-3600), NOW)).toEqual({ words: 'due in 2 h', level: 'calm' });
  });
  it('is soon from three quarters on', () => {
    expect(due(at(600), at(-3600), NOW).level).toBe('soon');
  });
  it('says for how long it is overdue', () => {
    expect(due(at(-3 * 3600), at(-9000), NOW)).toEqual({ words: '3 h overdue', level: 'overdue' });
  });
});
