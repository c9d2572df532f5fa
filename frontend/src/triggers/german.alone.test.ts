// A schedule in German.
import { describe, expect, it } from 'vitest';
import { inGerman } from '../test/german';

describe('a schedule', () => {
  it('is told in German with the library’s own words', async () => {
    const { loadTriggersPanel } = await inGerman(() => import('./load'));
    await loadTriggersPanel();
    const german = await import('./schedule');
    expect(german.timesOf('0 9 * * 1-5', 'Europe/Rome').sentence).toBe(
      'Um 09:00, Montag bis Freitag',
    );
    expect(german.inZone('2026-01-05T08:00:00Z', 'Europe/Rome')).toBe('Mo., 5. Jan., 09:00');
  });
});
