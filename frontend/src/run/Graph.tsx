// The graph of the run's own version with the run's live status on it; loaded apart from the page.
import { Skeleton } from '@mantine/core';
import { IconFunction } from '@tabler/icons-react';
import { type ReactNode, useCallback } from 'react';
import { useNavigate } from 'react-router';
import type { Suspension } from '../api/types';
import type { RunStore } from '../live/runStore';
import { text } from '../strings';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { later } from '../ui/shell/later';
import classes from './run.module.css';
import type { RunGraph } from './steps/useRunGraph';
import { isResumable, useOpenWaits } from './useOpenWaits';

/** Fetched before anything is known of the run; on a phone the graph is behind a tab. */
export const loadCanvas = () =>
  import('../canvas/ReadOnlyCanvas').then((module) => ({ default: module.ReadOnlyCanvas }));
const ReadOnlyCanvas = later(loadCanvas, <GraphSkeleton />);

interface GraphProps {
  store: RunStore;
  /** The run as it is shown: the store itself, or a moment of its past. */
  shown: RunStore;
  drawn: RunGraph;
  selected: string | null;
  onSelect: (nodeId: string | null) => void;
  onResume: (suspension: Suspension) => void;
  children?: ReactNode;
}

export function Graph({ children, ...props }: GraphProps) {
  return (
    <div className={classes.graph}>
      <Drawn {...props} />
      {children}
    </div>
  );
}

function Drawn({ store, shown, drawn, selected, onSelect, onResume }: GraphProps) {
  const { graph, types, taken, isFunction, error, retry } = drawn;
  const navigate = useNavigate();
  const waits = useOpenWaits(store);
  const isNow = shown === store;
  const canResume = useCallback(
    ({ id }: Suspension) =>
      isNow && waits.some((wait) => wait.suspension.id === id && isResumable(wait)),
    [waits, isNow],
  );
  const openTask = useCallback((task: string) => void navigate(`/inbox/${task}`), [navigate]);
  if (error && !graph) {
    return <ErrorState error={error} title={text.run.graphFailed} onRetry={retry} />;
  }
  if (!graph || !types) return <GraphSkeleton />;
  if (isFunction && graph.nodes.length === 0) return <NoSteps />;
  return (
    <ReadOnlyCanvas
      // A function's graph grows to the right: the whole of it is shown again each time.
      key={isFunction ? graph.nodes.length : undefined}
      graph={graph}
      nodeTypes={types}
      run={shown}
      takenEdges={taken}
      selected={selected}
      onSelectNode={onSelect}
      onResume={onResume}
      onOpenTask={isNow && !store.head.file ? openTask : undefined}
      canResume={canResume}
    />
  );
}

function NoSteps() {
  return (
    <div className={classes.ground}>
      <EmptyState icon={IconFunction} title={text.functions.none}>
        {text.functions.noneHint}
      </EmptyState>
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
