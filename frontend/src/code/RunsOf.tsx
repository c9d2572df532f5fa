// The runs of one workflow, newest first; all of them, or the latest few.
import { IconPlayerPlay } from '@tabler/icons-react';
import { useRuns } from '../api/queries';
import { RunTable } from '../runs/RunTable';
import { text } from '../strings';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { SkeletonRows } from '../ui/Skeletons';

export function RunsOf({ slug, limit }: { slug: string; limit?: number }) {
  const runs = useRuns({ workflow: slug });
  if (runs.isPending) return <SkeletonRows rows={5} />;
  if (runs.error && !runs.data) {
    return <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />;
  }
  if (runs.data.length === 0) return <EmptyState icon={IconPlayerPlay} title={text.runs.empty} />;
  return (
    <RunTable runs={runs.data.slice(0, limit)} query={limit === undefined ? runs : undefined} />
  );
}
