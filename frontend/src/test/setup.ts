// What jsdom lacks and Mantine needs; loaded before every test of what is drawn.
import '@testing-library/jest-dom/vitest';
import { notifications } from '@mantine/notifications';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// A busy machine draws slowly: what is looked for may take a while, and tests that find it go on at once.
configure({ asyncUtilTimeout: 10_000 });
// The files of a worker share one page: none leaves anything to the next.
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  notifications.clean();
  vi.useRealTimers();
  localStorage.clear();
  sessionStorage.clear();
});

window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
  }) as MediaQueryList;

window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

window.HTMLElement.prototype.scrollIntoView ??= () => undefined;

Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });
