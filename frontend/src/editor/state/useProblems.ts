// The problems of the graph as it stands: the server's while they speak of it, told here meanwhile.
import { useEffect, useMemo } from 'react';
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

/** Keeps the marks on the cards in step with the problems; once a page. */
export function useProblemMarks(): void {
  const { session } = useDesk();
  const problems = useProblems();
  useEffect(() => {
    const named = problems.filter((problem) => problem.node_id !== null).reverse();
    session.marks.set(new Map(named.map((problem) => [problem.node_id ?? '', problem.message])));
  }, [session, problems]);
}
