// The runs of this workflow, newest first; each opens its page or is shown on the canvas.
import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useNamesOrYou } from '../../api/people';
import { useRuns } from '../../api/queries';
import { text } from '../../strings';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { SkeletonRows } from '../../ui/Skeletons';
import { StatusPill } from '../../ui/StatusPill';
import { TimeAgo } from '../../ui/TimeAgo';
import { useSession, useShownRun } from '../state/context';
import { useTakeRun } from '../trying/FromRun';
import classes from './tabs.module.css';

const t = text.editor.runsTab;

export function RunsTab({ onRun }: { onRun: () => void }) {
  const { slug } = useSession();
  const nameOf = useNamesOrYou();
  const { show } = useShownRun();
  const take = useTakeRun();
  const runs = useRuns({ workflow: slug });
  if (runs.isPending) return <SkeletonRows />;
  if (runs.error) return <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />;
  if (runs.data.length === 0) {
    return (
      <EmptyState
        icon={IconPlayerPlay}
        title={t.none}
        actions={<Button onClick={onRun}>{text.editor.run.run}</Button>}
      >
        {t.noneHint}
      </EmptyState>
    );
  }
  return (
    <div className={classes.page}>
      <ul className={classes.list}>
        {runs.data.map((run) => (
          <li key={run.id}>
            <span className={classes.state}>
              <StatusPill status={run.status} kinds={run.suspensions?.map(({ kind }) => kind)} />
            </span>
            <Link to={`/runs/${run.id}`} className="f-mono">
              {run.id.slice(-12)}
            </Link>
            <span className="f-dim">{run.draft ? text.trying.badge : t.version(run.version)}</span>
            <span className={classes.grow}>{run.created_by ? nameOf(run.created_by) : ''}</span>
            <span className="f-dim">
              <TimeAgo at={run.created_at} />
            </span>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              onClick={() => void take(run.id, false)}
            >
              {text.trying.data.takeInputs}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => show(run.id)}>
              {t.show}
            </Button>
          </li>
        ))}
      </ul>
      <div className={classes.foot}>
        {runs.hasNextPage && (
          <Button variant="default" onClick={() => void runs.fetchNextPage()}>
            {text.common.loadMore}
          </Button>
        )}
        <Link to={`/runs?workflow=${encodeURIComponent(slug)}`}>{t.all}</Link>
      </div>
    </div>
  );
}
