// What will ask this person next: steps behind those that runs wait at now; to look at only.
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Upcoming } from '../../api/inbox';
import { useNamesOrYou } from '../../api/people';
import { text } from '../../strings';
import { listed } from '../../strings/formats';
import { ErrorState } from '../../ui/ErrorState';
import { SkeletonRows } from '../../ui/Skeletons';
import { useNow } from '../../ui/TimeAgo';
import { absoluteTime, duration, secondsBetween } from '../../ui/time';
import { EmptyBox } from './EmptyBox';
import classes from './list.module.css';

const t = text.inbox;

interface UpcomingListProps {
  found: Upcoming[] | undefined;
  error: unknown;
  retry: () => void;
  params: URLSearchParams;
}

export function UpcomingList({ found, error, retry, params }: UpcomingListProps) {
  if (error && !found) return <ErrorState error={error} title={t.loadFailed} onRetry={retry} />;
  if (!found) return <SkeletonRows rows={4} />;
  if (found.length === 0) return <EmptyBox params={params} />;
  return (
    <ul className={classes.upcoming} aria-label={t.boxes.upcoming} data-testid="upcoming">
      {found.map((step, index) => (
        // One run may wait for several things before the same step.
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing in the row has a state of its own
        <li key={`${step.workflow} ${step.node_id} ${index}`}>
          <Ahead step={step} />
        </li>
      ))}
    </ul>
  );
}

function Ahead({ step }: { step: Upcoming }) {
  const nameOf = useNamesOrYou(text.common.byYou);
  const now = useNow(60);
  const { after } = step;
  const from = step.initiator ? ` · ${t.from(nameOf(step.initiator))}` : '';
  const who = listed([...after.users.map(nameOf), ...after.groups], 'or');
  const waits = after.wake_at
    ? t.afterUntil(after.title, absoluteTime(after.wake_at))
    : t.afterStep(after.title, who);
  return (
    <MaybeLink run={step.run}>
      <span className={classes.title}>{step.title}</span>
      <time
        className={classes.when}
        dateTime={after.opened_at}
        title={absoluteTime(after.opened_at)}
      >
        {t.waitingSince(duration(Math.max(60, secondsBetween(after.opened_at, now))))}
      </time>
      <span className={classes.about}>
        <span className={classes.place}>
          {step.workflow_name}
          {from}
        </span>
      </span>
      <span className={classes.after}>{waits}</span>
    </MaybeLink>
  );
}

function MaybeLink({ run, children }: { run: string | null; children: ReactNode }) {
  if (!run) return <div className={classes.ahead}>{children}</div>;
  return (
    <Link className={classes.ahead} to={`/runs/${run}`} title={t.openItsRun}>
      {children}
    </Link>
  );
}
