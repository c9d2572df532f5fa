// How the draft stands to what is published: whether it differs, and what there is to publish.
import { useMemo } from 'react';
import { useVersion, useWorkflow } from '../../api/queries';
import type { GraphJson } from '../../api/types';
import { useCell } from '../../canvas/cell';
import { type Difference, difference, differs } from '../../graph/diff';
import { EMPTY_GRAPH, readGraph } from '../../graph/types';
import { useSession } from './context';
import { useProblems } from './useProblems';

export interface Draft {
  /** The number of the latest published version; null before the first. */
  version: number | null;
  published: GraphJson | null;
  difference: Difference;
  changed: boolean;
  valid: boolean;
}

export function useDraft(): Draft {
  const session = useSession();
  const graph = useCell(session.graph);
  const version = useWorkflow(session.slug).data?.latest_version ?? null;
  const published = useVersion(session.slug, version ?? undefined).data?.graph ?? null;
  const valid = useProblems().length === 0;
  return useMemo(() => {
    const before = published ? readGraph(published) : EMPTY_GRAPH;
    const found = difference(before, graph);
    const changed =
      version === null ? graph.nodes.length > 0 : published !== null && differs(found);
    return { version, published, difference: found, changed, valid };
  }, [graph, published, version, valid]);
}
