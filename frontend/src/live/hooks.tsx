// The tab's socket for React: a provider, subscriptions that end with their component, its state.
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { goToSignIn } from '../api/client';
import type { Incoming, Topic } from './frames';
import { LiveSocket, type LiveState } from './socket';

const BANNER_AFTER = 5_000;
const LiveContext = createContext<LiveSocket | null>(null);

function address(): string {
  const { protocol, host } = window.location;
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws/`;
}

export function LiveProvider({ children, socket }: { children: ReactNode; socket?: LiveSocket }) {
  const [live] = useState(() => socket ?? new LiveSocket(address(), undefined, goToSignIn));
  useEffect(() => {
    live.connect();
    const hurry = () => document.visibilityState === 'visible' && live.hurry();
    window.addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
    return () => {
      window.removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
    };
  }, [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** The socket itself, for jobs: `live.job('run_job', {workflow, inputs})`. */
export function useLive(): LiveSocket {
  const live = useContext(LiveContext);
  if (!live) throw new Error('useLive needs a LiveProvider above it');
  return live;
}

export function useLiveState(): LiveState {
  const live = useLive();
  return useSyncExternalStore(
    (listener) => live.onState(listener),
    () => live.state,
  );
}

/** True when the line has been away for longer than a hiccup. */
export function useLiveBanner(): boolean {
  const open = useLiveState() === 'open';
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (open) return setLate(false);
    const timer = setTimeout(() => setLate(true), BANNER_AFTER);
    return () => clearTimeout(timer);
  }, [open]);
  return late;
}

/** Hear a topic while the component is mounted; null hears nothing. */
export function useLiveTopic(topic: Topic | null, notify: (frame: Incoming) => void): void {
  const live = useLive();
  const latest = useRef(notify);
  latest.current = notify;
  useEffect(() => {
    if (topic) return live.subscribeTopic(topic, (frame) => latest.current(frame));
  }, [live, topic]);
}
