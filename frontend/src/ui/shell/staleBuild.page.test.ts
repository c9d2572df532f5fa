// What a tab does when its scripts were replaced.
import { describe, expect, it, vi } from 'vitest';
import { reloadWhenStale } from './staleBuild';

const missing = () => window.dispatchEvent(new Event('vite:preloadError', { cancelable: true }));

describe('a tab that is older than the server', () => {
  it('loads itself again, but not over and over', () => {
    const reload = vi.fn();
    reloadWhenStale(reload);
    expect(missing()).toBe(false);
    expect(missing()).toBe(true);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('stays as it is while there is no network', () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    const reload = vi.fn();
    reloadWhenStale(reload);
    expect(missing()).toBe(true);
    expect(reload).not.toHaveBeenCalled();
  });
});
