// Parts of the inbox that come after a click: their words are not among the first either.
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { speakMore } from '../strings/loading';

/** As React's `lazy`, with the words there before the module is. */
export const wordy = <P extends object>(load: () => Promise<{ default: ComponentType<P> }>) =>
  lazy(() => speakMore().then(load));

interface LaterProps {
  children: ReactNode;
  /** What shows until it is there; nothing as a rule. */
  waiting?: ReactNode;
}

export const Later = ({ children, waiting = null }: LaterProps) => (
  <Suspense fallback={waiting}>{children}</Suspense>
);
