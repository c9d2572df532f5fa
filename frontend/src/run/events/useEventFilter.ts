// Which events of a run are listed: by words, kind and step, and up to where while the reader has paused.
import { useDeferredValue, useMemo, useState } from 'react';
import { useNames } from '../../api/people';
import type { EventRecord } from '../../api/types';
import { filterEvents } from '../narrate';
import type { TitleOf } from '../words';
import { type Kind, ofKinds } from './kinds';

interface Given {
  log: readonly EventRecord[];
  titleOf: TitleOf;
  /** The step that is selected on the page. */
  selected: string | null;
}

export function useEventFilter({ log, titleOf, selected }: Given) {
  const nameOf = useNames();
  const [query, setQuery] = useState('');
  const [kinds, setKinds] = useState<Kind[]>([]);
  const [onlyStep, setOnlyStep] = useState(false);
  // The last event that is listed while the reader has paused; null: it goes on.
  const [until, setUntil] = useState<number | null>(null);
  const words = useDeferredValue(query);
  const step = onlyStep ? selected : null;
  const matching = useMemo(() => {
    const ofStep = step === null ? log : log.filter(({ node_id }) => node_id === step);
    return filterEvents(ofKinds(ofStep, kinds), words, titleOf, nameOf);
  }, [log, step, kinds, words, titleOf, nameOf]);
  const found = useMemo(
    () => matching.filter(({ seq }) => until === null || seq <= until).reverse(),
    [matching, until],
  );
  const toggle = (kind: Kind) =>
    setKinds(kinds.includes(kind) ? kinds.filter((each) => each !== kind) : [...kinds, kind]);
  const clear = () => {
    setQuery('');
    setKinds([]);
    setOnlyStep(false);
  };
  return {
    found,
    /** Those that came while it was paused. */
    held: matching.length - found.length,
    query,
    setQuery,
    kinds,
    toggle,
    onlyStep: step !== null,
    setOnlyStep,
    isNarrowed: query.trim() !== '' || kinds.length > 0 || step !== null,
    clear,
    isPaused: until !== null,
    pause: (paused: boolean) => setUntil(paused ? (log.at(-1)?.seq ?? 0) : null),
  };
}

export type EventFilter = ReturnType<typeof useEventFilter>;
