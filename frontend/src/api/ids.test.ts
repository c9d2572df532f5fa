// Ids must not need a secure context.
import { afterEach, expect, it, vi } from 'vitest';
import { newId } from './ids';

afterEach(() => vi.unstubAllGlobals());

it('makes UUIDs on a page that came over plain HTTP', () => {
  const real = globalThis.crypto;
  vi.stubGlobal('crypto', { getRandomValues: real.getRandomValues.bind(real) });
  const ids = new Set(Array.from({ length: 50 }, newId));
  expect(ids.size).toBe(50);
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});
