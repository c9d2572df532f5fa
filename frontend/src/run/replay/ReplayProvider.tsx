// Which moment of its log the run page shows: the present, or one that the slider stands at.
import { useDebouncedCallback } from '@mantine/hooks';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useSearchParams } from 'react-router';
import type { RunStore } from '../../live/runStore';
import { RunStore as Store } from '../../live/runStore';
import { useRunHead, useRunLog } from '../../live/useRunStore';
import type { Moment } from './moment';
import { momentAt } from './past';
import { runAt } from './replayed';

export interface Replay {
  /** The place of the log that is shown; null: the present, as it goes on. */
  at: number | null;
  last: number;
  /** What the run was there; null in the present. */
  moment: Moment | null;
  /** The run as it is to be shown. */
  shown: RunStore;
  /** Show a moment; null goes back to the present. */
  show: (seq: number | null) => void;
}

const Context = createContext<Replay | null>(null);
// Browsers refuse an address that changes many times a second.
const REST = 300;

export function useReplay(): Replay {
  const found = useContext(Context);
  if (!found) throw new Error('A part of the run page stands outside of its replay.');
  return found;
}

/** The moment in the address, so that it can be shared and comes back after a reload. */
function usePlace() {
  const [params, setParams] = useSearchParams();
  const [at, setAt] = useState<number | null>(() => {
    const found = Number(params.get('at'));
    return Number.isInteger(found) && found > 0 ? found : null;
  });
  const write = useDebouncedCallback((seq: number | null) => {
    setParams(
      (before) => {
        if (seq === null) before.delete('at');
        else before.set('at', String(seq));
        return before;
      },
      { replace: true },
    );
  }, REST);
  const show = useMemo(
    () => (seq: number | null) => {
      setAt(seq);
      write(seq);
    },
    [write],
  );
  return { at, show };
}

/** A store of its own for the moment: a step of the slider draws only the cards that changed. */
function usePast(store: RunStore, moment: Moment | null): RunStore {
  const past = useRef<Store | null>(null);
  const head = useRunHead(store);
  const log = useRunLog(store);
  const before = useMemo(
    () => (moment ? log.slice(0, log.findLastIndex(({ seq }) => seq <= moment.seq) + 1) : []),
    [log, moment],
  );
  if (moment && !past.current) past.current = new Store(runAt(store, moment));
  useEffect(() => {
    if (moment && head) past.current?.rewind(runAt(store, moment), before);
  }, [store, head, moment, before]);
  return (moment && past.current) || store;
}

export function ReplayProvider({ store, children }: { store: RunStore; children: ReactNode }) {
  const log = useRunLog(store);
  const { at: wanted, show } = usePlace();
  const last = log.at(-1)?.seq ?? 0;
  const at = wanted === null || last === 0 ? null : Math.min(wanted, last);
  const moment = useMemo(() => (at === null ? null : momentAt(log, at)), [log, at]);
  const shown = usePast(store, moment);
  const replay = useMemo(
    () => ({ at, last, moment, shown, show }),
    [at, last, moment, shown, show],
  );
  return <Context value={replay}>{children}</Context>;
}
