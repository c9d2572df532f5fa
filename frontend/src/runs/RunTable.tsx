// Runs as rows that open them: what, how it stands, why it waits or failed, since when.
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useNamesOrYou } from '../api/people';
import type { RunSummary } from '../api/types';
import { CodeBadge } from '../code/CodeBadge';
import { text } from '../strings';
import table from '../ui/ListTable.module.css';
import { Pill, StatusPill } from '../ui/StatusPill';
import { Elapsed, TimeAgo } from '../ui/TimeAgo';
import { kindsOf, reasonOf, waitingFor } from '../ui/waiting';
import classes from './runs.module.css';

const t = text.runs;

/** UUIDv7 begin with the time; their end tells runs of one second apart. */
export const shortId = (id: string): string => id.slice(-8);

function Row({ run }: { run: RunSummary }) {
  const nameOf = useNamesOrYou();
  const by = useNamesOrYou(text.common.byYou);
  const about = run.error?.message ?? reasonOf(run.suspensions);
  return (
    <Link to={`/runs/${run.id}`} className={`${table.row} ${classes.row}`}>
      <span>
        <span className={table.name}>
          {run.workflow_name ?? run.workflow} {run.kind === 'function' && <CodeBadge />}
        </span>
        <span className={table.sub} title={run.id}>
          <span className="f-mono">{shortId(run.id)}</span> · {t.version(run.version)}
          {run.created_by && ` · ${t.by(by(run.created_by))}`}
        </span>
      </span>
      <span className={classes.state}>
        <StatusPill
          status={run.status}
          kinds={kindsOf(run.suspensions)}
          label={run.status === 'suspended' ? waitingFor(run.suspensions, nameOf) : undefined}
        />
      </span>
      <span className={classes.about} data-failed={run.status === 'failed' || undefined}>
        {about ?? ''}
        {run.tags?.map((tag) => (
          <Pill key={tag} tone="gray">
            #{tag}
          </Pill>
        ))}
      </span>
      <span className={`${table.meta} ${table.wide}`}>
        {run.started_at ? <Elapsed from={run.started_at} to={run.finished_at} /> : '–'}
      </span>
      <span className={`${table.meta} ${classes.when}`}>
        <TimeAgo at={run.created_at} />
      </span>
    </Link>
  );
}

const COLUMNS = {
  '--columns': 'minmax(0, 5fr) minmax(150px, 3fr) minmax(0, 6fr) 92px 112px',
} as React.CSSProperties;

interface RunTableProps {
  runs: RunSummary[];
  onMore?: () => void;
  loadingMore: boolean;
}

export function RunTable({ runs, onMore, loadingMore }: RunTableProps) {
  return (
    <section className={`f-card ${table.table}`} style={COLUMNS} aria-label={t.title}>
      <div className={table.head} aria-hidden="true">
        <span>{t.columns.workflow}</span>
        <span>{t.columns.status}</span>
        <span>{t.columns.about}</span>
        <span>{t.columns.took}</span>
        <span>{t.columns.started}</span>
      </div>
      {runs.map((run) => (
        <Row key={run.id} run={run} />
      ))}
      {onMore && (
        <div className={table.more}>
          <Button variant="default" onClick={onMore} loading={loadingMore}>
            {text.common.loadMore}
          </Button>
        </div>
      )}
    </section>
  );
}
