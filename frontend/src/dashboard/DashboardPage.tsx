// The dashboard: how many runs go on, wait and failed, each figure opening exactly the list it counts.
import { IconArrowRight } from '@tabler/icons-react';
import { Link } from 'react-router';
import { type RunFilter, useRuns } from '../api/queries';
import type { RunSummary } from '../api/types';
import { RunTable } from '../runs/RunTable';
import { text } from '../strings';
import { ErrorState } from '../ui/ErrorState';
import { Page } from '../ui/Page';
import { PageHeader } from '../ui/PageHeader';
import { SkeletonCards } from '../ui/Skeletons';
import { Pill } from '../ui/StatusPill';
import { waitState } from '../ui/states';
import { timeAgo } from '../ui/time';
import { kindsOf } from '../ui/waiting';
import classes from './dashboard.module.css';

const t = text.dashboard;

function today(): string {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  return midnight.toISOString();
}

function useCount(filter: RunFilter) {
  const query = useRuns(filter);
  return { ...query, runs: query.data ?? [], more: query.hasNextPage };
}

interface FigureProps {
  title: string;
  runs: RunSummary[];
  more: boolean;
  tone?: string;
  /** What the figure means, in a few words. */
  note: string;
  to: string;
}

function Figure({ title, runs, more, tone, note, to }: FigureProps) {
  return (
    <Link to={to} className={`f-card ${classes.figure}`}>
      <span className={classes.title}>{title}</span>
      <span className={classes.big} style={{ color: tone }}>
        {runs.length.toLocaleString('en')}
        {more && '+'}
      </span>
      <span className={classes.note}>
        {note} <IconArrowRight size={14} stroke={1.8} />
      </span>
    </Link>
  );
}

const oldest = (runs: RunSummary[], more: boolean): string => {
  const last = runs.at(-1);
  if (!last) return t.noneWaits;
  return more ? t.showAll : t.oldest(timeAgo(last.created_at));
};

export default function DashboardPage() {
  const since = today();
  const running = useCount({ status: 'running' });
  const waiting = useCount({ status: 'suspended' });
  const failed = useCount({ status: 'failed', started_after: since });
  const all = [running, waiting, failed];
  const error = all.find((query) => query.error && !query.data);
  const people = waiting.runs.filter(
    (run) => waitState(kindsOf(run.suspensions)) === 'waiting_person',
  );
  return (
    <Page header={<PageHeader title={t.title} context={<Pill tone="blue">{t.live}</Pill>} />}>
      {error ? (
        <ErrorState error={error.error} onRetry={() => void error.refetch()} />
      ) : all.some((query) => query.isPending) ? (
        <SkeletonCards cards={3} height={116} />
      ) : (
        <>
          <div className={classes.figures}>
            <Figure
              title={t.running}
              runs={running.runs}
              more={running.more}
              note={running.runs.length ? t.showAll : t.noneRuns}
              to="/runs?status=running"
            />
            <Figure
              title={t.waiting}
              runs={waiting.runs}
              more={waiting.more}
              tone={people.length ? 'var(--f-violet)' : undefined}
              note={oldest(waiting.runs, waiting.more)}
              to="/runs?status=suspended"
            />
            <Figure
              title={t.failed}
              runs={failed.runs}
              more={failed.more}
              tone={failed.runs.length ? 'var(--f-red)' : undefined}
              note={failed.runs.length ? t.showAll : t.noneFailed}
              to={`/runs?status=failed&started_after=${encodeURIComponent(since)}`}
            />
          </div>
          {people.length > 0 && (
            <section>
              <h2 className={classes.heading}>{t.longest}</h2>
              <RunTable runs={[...people].reverse().slice(0, 6)} loadingMore={false} />
            </section>
          )}
        </>
      )}
    </Page>
  );
}
