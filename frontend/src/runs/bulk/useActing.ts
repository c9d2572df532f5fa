// Doing one thing to many runs, a handful at a time: how far it is, a way to stop, a result for each.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { keys } from '../../api/queries';
import { type Act, actOn, type RunResult } from './api';

const AT_A_TIME = 20;

export interface Acting {
  phase: 'asking' | 'doing' | 'done';
  total: number;
  results: RunResult[];
  /** Why it could not go on at all: the server was not reached. */
  error: unknown;
}

const ASKING: Acting = { phase: 'asking', total: 0, results: [], error: null };

export function useActing() {
  const client = useQueryClient();
  const [acting, setActing] = useState<Acting>(ASKING);
  const wanted = useRef(true);
  useEffect(() => {
    wanted.current = true;
    return () => {
      wanted.current = false;
    };
  }, []);

  const start = async (act: Act, ids: readonly string[], reason: string) => {
    wanted.current = true;
    const results: RunResult[] = [];
    let error: unknown = null;
    setActing({ ...ASKING, phase: 'doing', total: ids.length });
    try {
      for (let from = 0; from < ids.length && wanted.current; from += AT_A_TIME) {
        results.push(...(await actOn(act, ids.slice(from, from + AT_A_TIME), reason)));
        setActing({ phase: 'doing', total: ids.length, results: [...results], error });
      }
    } catch (failure) {
      error = failure;
    }
    setActing({ phase: 'done', total: ids.length, results, error });
    void client.invalidateQueries({ queryKey: keys.runs() });
  };
  return {
    acting,
    start,
    /** What is under way is finished; the rest is left alone. */
    stop: () => {
      wanted.current = false;
    },
  };
}
