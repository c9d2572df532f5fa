// The session of the page and the run shown on it, for every part of the editor below.
import { createContext, useContext } from 'react';
import type { RunStore } from '../../live/runStore';
import type { Autosave } from './autosave';
import type { EditorSession } from './session';

export interface Desk {
  session: EditorSession;
  autosave: Autosave;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('useDesk needs a DeskContext above it');
  return desk;
}

export const useSession = (): EditorSession => useDesk().session;

/** The run drawn over the graph: the last one started here, or the one in the address. */
export interface ShownRun {
  id: string | null;
  store: RunStore | null;
  show: (id: string | null) => void;
}

export const RunContext = createContext<ShownRun>({ id: null, store: null, show: () => undefined });
export const useShownRun = (): ShownRun => useContext(RunContext);
