// Writes the steps of a session to the tab's storage a moment after each, and when the page goes.
import { useEffect } from 'react';
import type { Desk } from '../state/context';
import { keep } from './keep';

const DELAY = 400;

export function useKeeping({ session, autosave }: Desk): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const write = () => {
      clearTimeout(timer);
      timer = undefined;
      keep(session.slug, {
        revision: autosave.savedAs(),
        history: session.history.get(),
        unsaved: autosave.dirty() ? session.graph.get() : null,
      });
    };
    const later = () => {
      timer ??= setTimeout(write, DELAY);
    };
    const stops = [session.history.listen(later), autosave.state.listen(later)];
    window.addEventListener('pagehide', write);
    return () => {
      window.removeEventListener('pagehide', write);
      for (const stop of stops) stop();
      if (timer !== undefined) write();
    };
  }, [session, autosave]);
}
