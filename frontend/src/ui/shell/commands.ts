// What the page that is shown adds to the search of Ctrl+K: its commands, and places to go to on it.
import { Cell } from '../../canvas/cell';

export interface Command {
  id: string;
  label: string;
  group: string;
  /** As it is printed on the keyboard. */
  keys?: string;
  description?: string;
  run: () => void;
}

type Offer = () => Command[];

/** Asked when the search opens, so that what cannot be done now is not offered. */
export const offered = new Cell<Offer>(() => []);

/** Offers commands for as long as the page is shown; returns how to stop. */
export function offer(commands: Offer): () => void {
  offered.set(commands);
  return () => {
    if (offered.get() === commands) offered.set(() => []);
  };
}
