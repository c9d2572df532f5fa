// The graph that a run is drawn on: that of its version, or of the steps its function came to.
import { useMemo } from 'react';
import { useNodeTypes, useVersion } from '../../api/queries';
import type { GraphJson, NodeType } from '../../api/types';
import type { RunStore } from '../../live/runStore';
import { useRunHead } from '../../live/useRunStore';
import { text } from '../../strings';
import { type TitleOf, titles } from '../words';
import { BODY } from './behind';
import { isShown, stepsGraph } from './stepsGraph';
import { stepTypes } from './stepTypes';

export interface RunGraph {
  graph: GraphJson | undefined;
  types: NodeType[] | undefined;
  /** The lines that were taken, where that is not read from the log. */
  taken: ReadonlySet<string> | undefined;
  titleOf: TitleOf;
  /** The run's workflow is a Python function. */
  isFunction: boolean;
  error: unknown;
  retry: () => void;
}

export function useRunGraph(store: RunStore): RunGraph {
  const head = useRunHead(store);
  const isFunction = head?.kind === 'function';
  const version = useVersion(isFunction ? undefined : head?.workflow, head?.version ?? undefined);
  const known = useNodeTypes();
  const steps = head?.steps;
  const drawn = useMemo(() => {
    if (!isFunction) return { graph: version.data?.graph, types: known.data, taken: undefined };
    const shown = (steps ?? []).filter(isShown);
    const graph = stepsGraph(shown);
    return {
      graph,
      // A step that is there was come to.
      taken: new Set(graph.edges.map(({ id }) => id)),
      types: stepTypes(shown.map(({ kind }) => kind ?? 'task')),
    };
  }, [isFunction, version.data, known.data, steps]);
  const titleOf = useMemo<TitleOf>(() => {
    const named = titles(drawn.graph);
    return (id) => (id === BODY ? text.functions.itself : named(id));
  }, [drawn]);
  return {
    ...drawn,
    titleOf,
    isFunction,
    error: version.error ?? known.error,
    retry: () => void version.refetch(),
  };
}
