// What the server advises on the draft as it was saved last, in the reader's words.
import { useMemo } from 'react';
import { useWorkflow } from '../../api/queries';
import { useCell } from '../../canvas/cell';
import { idsOf } from '../../graph/ids';
import { toldProblem } from '../../graph/told';
import type { Problem } from '../../graph/types';
import { useSession } from '../state/context';

/** Only what is still there; it keeps nobody from publishing. */
export function useAdvice(): Problem[] {
  const session = useSession();
  const graph = useCell(session.graph);
  const advice = useWorkflow(session.slug).data?.advice;
  return useMemo(() => {
    const nodes = idsOf(graph.nodes);
    const edges = idsOf(graph.edges);
    const still = (advice ?? []).filter(({ node_id, edge_id }) =>
      node_id !== null ? nodes.has(node_id) : edge_id === null || edges.has(edge_id),
    );
    return still.map((item) => toldProblem(item, graph, session.types));
  }, [advice, graph, session]);
}
