// Files share what is loaded: one that loads something else in its place would hand it to the files after it.
import { expect, it } from 'vitest';

const files = import.meta.glob<string>('../**/*.test.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const REPLACES = /\bvi\.(mock|doMock|resetModules)\(|\binGerman\(/;

it('files that replace what is loaded are alone, and no others', () => {
  const replacing = Object.keys(files).filter((name) => REPLACES.test(files[name] ?? ''));
  const alone = Object.keys(files).filter((name) => name.includes('.alone.test.'));
  expect(replacing.sort()).toEqual(alone.sort());
  expect(alone).not.toEqual([]);
});
