// Parts of the application whose modules are loaded when they are first shown.
import { type ComponentType, type ReactNode, useLayoutEffect, useState } from 'react';
import { speakMore } from '../../strings/loading';

export type Load<P> = () => Promise<{ default: ComponentType<P> }>;

/** One module: not there yet, or its component. */
interface Wanted<P> {
  load: Load<P>;
  waiting: ReactNode;
  known?: ComponentType<P>;
}

function Wait<P extends object>({ wanted, given }: { wanted: Wanted<P>; given: P }) {
  const [Part, setPart] = useState(() => wanted.known);
  const [failure, setFailure] = useState<{ error: unknown } | null>(null);
  useLayoutEffect(() => {
    if (wanted.known) return;
    let gone = false;
    wanted.load().then(
      (module) => {
        wanted.known = module.default;
        if (!gone) setPart(() => module.default);
      },
      (error: unknown) => gone || setFailure({ error }),
    );
    return () => {
      gone = true;
    };
  }, [wanted]);
  if (failure) throw failure.error;
  return Part ? <Part {...given} /> : wanted.waiting;
}

/**
 * A component that shows `waiting` until its module is there; a module that cannot be loaded is told
 * to the boundary around it, and tried again the next time.
 *
 * React's `lazy` holds back for 300 ms what it has shown a placeholder for, and with it all that is
 * then asked of the server.
 */
export function later<P extends object>(
  load: Load<P>,
  waiting: ReactNode = null,
): ComponentType<P> {
  const wanted: Wanted<P> = { load, waiting };
  return (given) => <Wait wanted={wanted} given={given} />;
}

/** The same for what has words beyond the first: they are there before its module is. */
export const wordy = <P extends object>(load: Load<P>, waiting?: ReactNode) =>
  later<P>(() => speakMore().then(() => load()), waiting);
