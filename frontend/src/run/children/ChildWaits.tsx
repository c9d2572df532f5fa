// What a step that started runs waits for: the open waits in those runs, at any depth, and the way to end each.
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { type NameOf, useNames } from '../../api/people';
import { useRuns, useVersion } from '../../api/queries';
import type { RunSummary, SuspensionBrief } from '../../api/types';
import { text } from '../../strings';
import { listed } from '../../strings/formats';
import { TimeAgo } from '../../ui/TimeAgo';
import { titles } from '../words';
import classes from './children.module.css';

const t = text.children;
// Deeper than this nobody nests runs; a circle of them ends here too.
const DEPTH = 8;

interface ChildWaitsProps {
  parent: string;
  /** Only those of these runs, where the parent has several steps with runs below. */
  among?: ReadonlySet<string>;
  /** Names of the runs between the page's run and these. */
  path?: string[];
}

export function ChildWaits({ parent, among, path = [] }: ChildWaitsProps) {
  const runs = useRuns({ parent, status: 'suspended,running' });
  const found = runs.data?.filter(({ id }) => among?.has(id) ?? true) ?? [];
  if (path.length > DEPTH || (found.length === 0 && !runs.hasNextPage)) return null;
  return (
    <>
      {found.map((run) => (
        <WaitsOf key={run.id} run={run} path={[...path, run.workflow_name]} />
      ))}
      {runs.hasNextPage && (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={runs.isFetchingNextPage}
          onClick={() => void runs.fetchNextPage()}
        >
          {t.moreWaits}
        </Button>
      )}
    </>
  );
}

function WaitsOf({ run, path }: { run: RunSummary; path: string[] }) {
  const below = run.suspensions.some(({ kind }) => kind === 'children');
  return (
    <>
      {run.suspensions
        .filter(({ kind }) => kind !== 'children')
        .map((wait) => (
          <ChildWait key={wait.id} run={run} wait={wait} path={path} />
        ))}
      {below && <ChildWaits parent={run.id} path={path} />}
    </>
  );
}

interface ChildWaitProps {
  run: RunSummary;
  wait: SuspensionBrief;
  path: string[];
}

function ChildWait({ run, wait, path }: ChildWaitProps) {
  const version = useVersion(run.workflow, run.version).data;
  const nameOf = useNames();
  const title = titles(version?.graph)(wait.node_id);
  const who = askedIn(wait, nameOf);
  return (
    <div className={classes.wait} data-testid="child-wait">
      <p>
        <Link to={`/runs/${run.id}`} className={classes.where}>
          {t.waitingIn([...path, title].join(' › '))}
        </Link>
        {who && ` ${t.needs(who)}`}
      </p>
      {wait.reason && wait.reason !== title && (
        <p className={classes.reason}>{text.common.quoted(wait.reason)}</p>
      )}
      <div className={classes.acts}>
        <span className="f-small f-dim">
          <TimeAgo at={wait.opened_at} />
        </span>
        {wait.task ? (
          <Button size="compact-sm" variant="default" component={Link} to={`/inbox/${wait.task}`}>
            {t.openTask}
          </Button>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            component={Link}
            to={`/runs/${run.id}?resume=${encodeURIComponent(wait.id)}`}
          >
            {wait.kind === 'timer' ? t.openChild : t.resume}
          </Button>
        )}
      </div>
    </div>
  );
}

function askedIn({ users, groups }: SuspensionBrief, nameOf: NameOf): string {
  return listed([...users.map(nameOf), ...groups], 'or');
}
