// The Run page: finds the run of the address and shows it, its skeleton, or why it cannot be shown.
import { Button, Skeleton } from '@mantine/core';
import { IconRouteOff } from '@tabler/icons-react';
import { Link, useParams } from 'react-router';
import { ApiError } from '../api/client';
import { useNodeTypes } from '../api/queries';
import { useRunStore } from '../live/useRunStore';
import { text } from '../strings';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { PageHeader } from '../ui/PageHeader';
import { SkeletonText } from '../ui/Skeletons';
import { GraphSkeleton, loadCanvas } from './Graph';
import { RunView } from './RunView';
import classes from './run.module.css';

const t = text.run;
const CRUMBS = [{ label: t.runs, to: '/runs' }];
const isWide = window.matchMedia('(min-width: 48.01em)').matches;
// Where it cannot be loaded, the graph says so when its turn has come.
if (isWide) loadCanvas().catch(() => undefined);

export default function RunPage() {
  const { id } = useParams();
  const { store, error, refetch } = useRunStore(id);
  // The graph of whatever run it is will be drawn by these.
  useNodeTypes();
  if (store) return <RunView key={store.head.id} store={store} />;
  if (error instanceof ApiError && error.status === 404) return <NoSuchRun />;
  if (error) {
    return (
      <div className={classes.page}>
        <PageHeader title={t.title} crumbs={CRUMBS} />
        <ErrorState error={error} title={t.loadFailed} safe={t.safe} onRetry={refetch} />
      </div>
    );
  }
  return <RunSkeleton />;
}

function NoSuchRun() {
  return (
    <div className={classes.page}>
      <PageHeader title={t.title} crumbs={CRUMBS} />
      <EmptyState
        icon={IconRouteOff}
        title={t.notFoundTitle}
        actions={
          <Button component={Link} to="/runs">
            {t.backToRuns}
          </Button>
        }
      >
        {t.notFound}
      </EmptyState>
    </div>
  );
}

function RunSkeleton() {
  return (
    <div className={classes.page}>
      <PageHeader
        title={t.title}
        crumbs={CRUMBS}
        context={<Skeleton height={18} width={160} radius={9} />}
      />
      <div className={classes.columns}>
        <div className={classes.left}>
          <div className={classes.graph}>
            <GraphSkeleton />
          </div>
        </div>
        <aside className={classes.side}>
          <div className={classes.card}>
            <SkeletonText lines={12} />
          </div>
        </aside>
      </div>
    </div>
  );
}
