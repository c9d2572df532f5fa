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

/** Two numbers in one card, each with the list of its own. */
function Waiting({ people, time }: { people: number; time: number }) {
  const parts = [
    { of: 'people', value: people, note: t.forPeople, tone: 'var(--f-violet)' },
    { of: 'time', value: time, note: t.forTime, tone: 'var(--f-cyan)' },
  ];
  return (
    <section className={`f-card ${classes.figure}`} aria-label={t.waiting}>
      <span className={classes.title}>{t.waiting}</span>
      <span className={classes.pair}>
        {parts.map(({ of, value, note, tone }) => (
          <Link key={of} to={`/runs?status=suspended&waiting=${of}`} className={classes.part}>
            <span className={classes.big} style={{ color: value > 0 ? tone : undefined }}>
              {value.toLocaleString('en')}
            </span>
            <span className={classes.note}>
              {note} <IconArrowRight size={14} stroke={1.8} />
            </span>
          </Link>
        ))}
      </span>
    </section>
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
        to="/runs?status=queued,running"
      />
      <Waiting people={people} time={time} />
      <Figure
        title={t.failed}
        value={failed_today}
        tone="var(--f-red)"
        note={failed_today ? t.showAll : t.noneFailed}
        to={`/runs?status=failed&finished_after=${encodeURIComponent(today())}`}
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
