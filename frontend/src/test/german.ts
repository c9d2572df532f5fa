// What is tested, in German: modules keep parts of the catalogue, so they are loaded anew. Components
// that load others later get German ones from then on: their tests have a file for German alone.
import { vi } from 'vitest';

/** `const { due } = await inGerman(() => import('../ui/time'));`, components with `./render` alike. */
export async function inGerman<T>(load: () => Promise<T>): Promise<T> {
  vi.resetModules();
  const { speak, speakMore } = await import('../strings/loading');
  const { first } = await import('../strings/de/first');
  speak('de', first);
  await speakMore();
  return load();
}
