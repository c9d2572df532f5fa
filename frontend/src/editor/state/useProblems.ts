// The problems of the graph as it stands: the server's while they speak of it, told here meanwhile.
import { useMemo } from 'react';
import { useCell } from '../../canvas/cell';
import type { Problem } from '../../graph/types';
import { currentProblems } from '../../graph/validate';
import { useDesk } from './context';

export function useProblems(): Problem[] {
  const { session, autosave } = useDesk();
  const graph = useCell(session.graph);
  const server = useCell(autosave.problems);
  const { kind } = useCell(autosave.state);
  return useMemo(
    () => currentProblems(graph, session.types, server, kind === 'saved'),
    [graph, session, server, kind],
  );
}
