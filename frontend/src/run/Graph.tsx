// The graph of the run's own version with the run's live status on it; loaded apart from the page.
import { Skeleton } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useCallback } from 'react';
import { useNavigate } from 'react-router';
import { useNodeTypes } from '../api/queries';
import type { GraphJson, Suspension } from '../api/types';
import type { RunStore } from '../live/runStore';
import { text } from '../strings';
import { ErrorState } from '../ui/ErrorState';
import classes from './run.module.css';
import { isResumable, useOpenWaits } from './useOpenWaits';

const ReadOnlyCanvas = lazy(() =>
  import('../canvas/ReadOnlyCanvas').then((module) => ({ default: module.ReadOnlyCanvas })),
);

interface GraphProps {
  store: RunStore;
  graph: GraphJson | undefined;
  error: unknown;
  onRetry: () => void;
  selected: string | null;
  onSelect: (nodeId: string | null) => void;
  onResume: (suspension: Suspension) => void;
  children?: ReactNode;
}

export function Graph(props: GraphProps) {
  const { store, graph, error, onRetry, selected, onSelect, onResume, children } = props;
  const types = useNodeTypes();
  const navigate = useNavigate();
  const waits = useOpenWaits(store);
  const canResume = useCallback(
    ({ id }: Suspension) => waits.some((wait) => wait.suspension.id === id && isResumable(wait)),
    [waits],
  );
  const openTask = useCallback((task: string) => void navigate(`/inbox/${task}`), [navigate]);
  return (
    <div className={classes.graph}>
      {error && !graph ? (
        <ErrorState error={error} title={text.run.graphFailed} onRetry={onRetry} />
      ) : graph && types.data ? (
        <Suspense fallback={<GraphSkeleton />}>
          <ReadOnlyCanvas
            graph={graph}
            nodeTypes={types.data}
            run={store}
            selected={selected}
            onSelectNode={onSelect}
            onResume={onResume}
            onOpenTask={openTask}
            canResume={canResume}
          />
        </Suspense>
      ) : (
        <GraphSkeleton />
      )}
      {children}
    </div>
  );
}

const PLACES = [
  ['8%', '38%'],
  ['38%', '38%'],
  ['68%', '26%'],
  ['68%', '52%'],
] as const;

/** Cards where cards will be. */
export function GraphSkeleton() {
  return (
    <div className={classes.ground} role="status" aria-label={text.run.loadingGraph}>
      {PLACES.map(([left, top]) => (
        <Skeleton
          key={left + top}
          pos="absolute"
          left={left}
          top={top}
          width={224}
          maw="24%"
          height={64}
          radius={12}
        />
      ))}
    </div>
  );
}
