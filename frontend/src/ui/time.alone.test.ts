// Times in words.
import { afterEach, describe, expect, it } from 'vitest';
import { ownZone, setZone } from '../strings/language';
import { inGerman } from '../test/german';
import { clockTime, dayOf, due, duration, timeAgo } from './time';

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

describe('in German', () => {
  const german = () => inGerman(() => import('./time'));

  it.each([
    [-3, 'gerade eben'],
    [-100, 'vor 2 Minuten'],
    [-86_000, 'gestern'],
    [7200, 'in 2 Stunden'],
  ])('%i seconds from now reads "%s"', async (seconds, words) => {
    expect((await german()).timeAgo(at(seconds), NOW)).toBe(words);
  });

  it('spans and due dates have German words and endings', async () => {
    const time = await german();
    expect(time.duration(3 * 86_400 + 4 * 3600)).toBe('3 Tage 4 h');
    expect(time.due(at(3 * 86_400), at(-86_400), NOW).words).toBe('fällig in 3 Tagen');
    expect(time.due(at(-3 * 3600), at(-9000), NOW).words).toBe('3 h überfällig');
  });

  it('dates are written as in Germany', async () => {
    const time = await german();
    const { setZone } = await import('../strings/language');
    setZone('UTC');
    expect(time.absoluteTime('2026-01-05T09:02:03Z')).toBe('Mo., 5. Jan. 2026, 09:02:03');
  });
});

describe('the person’s zone', () => {
  afterEach(() => setZone(''));

  it('sets the clock and the day', () => {
    setZone('Pacific/Auckland');
    expect(clockTime('2026-01-02T12:00:00Z')).toBe('01:00');
    const midday = dayOf('2026-01-02T12:00:00Z');
    setZone('America/New_York');
    expect(clockTime('2026-01-02T12:00:00Z')).toBe('07:00');
    expect(midday.day - dayOf('2026-01-02T12:00:00Z').day).toBe(1);
    expect(dayOf('2026-01-01T03:00:00Z').year).toBe(2025);
  });

  it('is the browser’s when it is unknown or not set', () => {
    setZone('Europe/Rome');
    setZone('Nowhere/Atlantis');
    expect(ownZone()).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });
});
