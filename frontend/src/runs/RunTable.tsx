// Runs as rows that open them: what, how it stands, why it waits or failed, since when.
import { Checkbox } from '@mantine/core';
import type { ComponentProps } from 'react';
import { Link } from 'react-router';
import { useNamesOrYou } from '../api/people';
import type { RunSummary } from '../api/types';
import { CodeBadge } from '../code/CodeBadge';
import { text } from '../strings';
import table from '../ui/ListTable.module.css';
import { LoadMore } from '../ui/LoadMore';
import { Pill, StatusPill, TestBadge } from '../ui/StatusPill';
import { Elapsed, TimeAgo } from '../ui/TimeAgo';
import { kindsOf, reasonOf, waitingFor } from '../ui/waiting';
import type { Selection } from './bulk/useSelection';
import classes from './runs.module.css';

const t = text.runs;

/** UUIDv7 begin with the time; their end tells runs of one second apart. */
export const shortId = (id: string): string => id.slice(-8);

interface RowProps {
  run: RunSummary;
  /** Missing for those who can do nothing to many runs. */
  selection: Selection | undefined;
}

function Row({ run, selection }: RowProps) {
  const nameOf = useNamesOrYou();
  const by = useNamesOrYou(text.common.byYou);
  const about = run.error?.message ?? reasonOf(run.suspensions);
  const name = run.workflow_name ?? run.workflow;
  return (
    <div
      className={`${table.row} ${classes.row}`}
      data-selected={selection?.has(run.id) || undefined}
      data-run={run.id}
    >
      {selection && (
        <Checkbox
          className={classes.pick}
          size="xs"
          checked={selection.has(run.id)}
          // A change does not tell whether Shift was held; a press does.
          onClick={(event) => selection.toggle(run.id, event.shiftKey)}
          onChange={() => undefined}
          aria-label={text.manyRuns.pick(`${name} ${shortId(run.id)}`)}
        />
      )}
      <span>
        <Link to={`/runs/${run.id}`} className={`${table.name} ${classes.open}`}>
          {name} {run.kind === 'function' && <CodeBadge />} {run.draft && <TestBadge />}
        </Link>
        <span className={table.sub} title={run.id}>
          <span className="f-mono">{shortId(run.id)}</span>{' '}
          {!run.draft && ` · ${t.version(run.version)}`}
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
        {about && <span className={classes.words}>{about}</span>}
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
    </div>
  );
}

const COLUMNS = 'minmax(0, 5fr) minmax(150px, 3fr) minmax(0, 6fr) 92px 112px';
const styleOf = (isPicked: boolean) =>
  ({ '--columns': isPicked ? `16px ${COLUMNS}` : COLUMNS }) as React.CSSProperties;

interface RunTableProps {
  runs: RunSummary[];
  /** Whence more of them come; missing where only the latest are shown. */
  query: ComponentProps<typeof LoadMore>['query'] | undefined;
  /** Where many runs can be acted on at once. */
  selection?: Selection | undefined;
}

export function RunTable({ runs, query, selection }: RunTableProps) {
  return (
    <section
      className={`f-card ${table.table}`}
      style={styleOf(selection !== undefined)}
      aria-label={t.title}
    >
      <div className={table.head}>
        {selection && <PickPage runs={runs} selection={selection} />}
        {(['workflow', 'status', 'about', 'took', 'started'] as const).map((column) => (
          <span key={column} aria-hidden="true">
            {t.columns[column]}
          </span>
        ))}
      </div>
      {runs.map((run) => (
        <Row key={run.id} run={run} selection={selection} />
      ))}
      {query && <LoadMore query={query} />}
    </section>
  );
}

/** Selects all that are loaded, or none. */
function PickPage({ runs, selection }: { runs: RunSummary[]; selection: Selection }) {
  const count = selection.all ? runs.length : selection.ids.size;
  return (
    <Checkbox
      size="xs"
      checked={count > 0 && count === runs.length}
      indeterminate={count > 0 && count < runs.length}
      onChange={selection.togglePage}
      aria-label={text.manyRuns.pickPage}
    />
  );
}
