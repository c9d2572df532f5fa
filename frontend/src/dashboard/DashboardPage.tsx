// The dashboard: what runs, waits and failed, each figure opening exactly the list it counts.
import { IconArrowRight } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useDashboard } from '../api/queries';
import type { DashboardFigures } from '../api/types';
import { text } from '../strings';
import { ErrorState } from '../ui/ErrorState';
import { Page } from '../ui/Page';
import { PageHeader } from '../ui/PageHeader';
import { SkeletonCards } from '../ui/Skeletons';
import { Pill } from '../ui/StatusPill';
import classes from './dashboard.module.css';
import { LongestWaits } from './LongestWaits';

const t = text.dashboard;

interface FigureProps {
  title: string;
  value: number;
  /** The colour of a value above zero. */
  tone: string;
  /** What the figure means, in a few words. */
  note: string;
  to: string;
}

function Figure({ title, value, tone, note, to }: FigureProps) {
  return (
    <Link to={to} className={`f-card ${classes.figure}`}>
      <span className={classes.title}>{title}</span>
      <span className={classes.big} style={{ color: value > 0 ? tone : undefined }}>
        {value.toLocaleString('en')}
      </span>
      <span className={classes.note}>
        {note} <IconArrowRight size={14} stroke={1.8} />
      </span>
    </Link>
  );
}

function today(): string {
  const midnight = new Date();
  midnight.setUTCHours(0, 0, 0, 0);
  return midnight.toISOString();
}

function Figures({ figures }: { figures: DashboardFigures }) {
  const { running, waiting_for_people: people, waiting_for_time: time, failed_today } = figures;
  return (
    <div className={classes.figures}>
      <Figure
        title={t.running}
        value={running}
        tone="var(--f-text)"
        note={running ? t.showAll : t.noneRuns}
        to="/runs?status=running"
      />
      <Figure
        title={t.waiting}
        value={people + time}
        tone={people ? 'var(--f-violet)' : 'var(--f-cyan)'}
        note={people + time ? t.split(people, time) : t.noneWaits}
        to="/runs?status=suspended"
      />
      <Figure
        title={t.failed}
        value={failed_today}
        tone="var(--f-red)"
        note={failed_today ? t.showAll : t.noneFailed}
        to={`/runs?status=failed&started_after=${encodeURIComponent(today())}`}
      />
    </div>
  );
}

export default function DashboardPage() {
  const query = useDashboard();
  return (
    <Page header={<PageHeader title={t.title} context={<Pill tone="blue">{t.live}</Pill>} />}>
      {query.isPending && <SkeletonCards cards={3} height={116} />}
      {query.error && !query.data && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data && <Figures figures={query.data} />}
      <LongestWaits />
    </Page>
  );
}
