// What a tab does when its scripts were replaced.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { reloadWhenStale } from './staleBuild';

const missing = () => window.dispatchEvent(new Event('vite:preloadError', { cancelable: true }));

describe('a tab that is older than the server', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('loads itself again, but not over and over', () => {
    const reload = vi.fn();
    reloadWhenStale(reload);
    expect(missing()).toBe(false);
    expect(missing()).toBe(true);
    expect(reload).toHaveBeenCalledTimes(1);
  });
});
