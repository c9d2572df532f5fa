// Two runs side by side: what they were given, each step, what came out; differences stand out.
import { ActionIcon, Button, Switch } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowsLeftRight } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import type { Comparison } from '../../api/engine';
import { useNamesOrYou } from '../../api/people';
import { useRun } from '../../api/queries';
import { useComparison } from '../../api/recovering';
import type { Json, Run } from '../../api/types';
import { text } from '../../strings';
import { ErrorState } from '../../ui/ErrorState';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { SkeletonCards, SkeletonRows } from '../../ui/Skeletons';
import { Pill, StatusPill } from '../../ui/StatusPill';
import { TimeAgo } from '../../ui/TimeAgo';
import { duration } from '../../ui/time';
import { shortId } from '../words';
import classes from './compare.module.css';
import { Pair, Sides, Value } from './Sides';

const t = text.compare;

export default function ComparePage() {
  const { id } = useParams();
  const other = useSearchParams()[0].get('other') ?? undefined;
  const navigate = useNavigate();
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false;
  const left = useRun(id);
  const right = useRun(other);
  const found = useComparison(id, other);
  const name = left.data?.workflow_name ?? t.title;
  const error = found.error ?? left.error ?? right.error;
  return (
    <Page
      header={
        <PageHeader
          title={t.title}
          documentTitle={`${t.title}: ${name}`}
          crumbs={[
            ...(isNarrow ? [] : [{ label: text.run.runs, to: '/runs' }]),
            { label: name, to: `/runs/${id}` },
          ]}
          actions={
            <Swap
              isNarrow={isNarrow}
              onClick={() => void navigate(`/runs/${other}/compare?other=${id}`)}
            />
          }
        />
      }
    >
      {error && !found.data ? (
        <ErrorState error={error} title={t.failed} onRetry={() => void found.refetch()} />
      ) : found.data && left.data && right.data ? (
        <Compared left={left.data} right={right.data} found={found.data} />
      ) : (
        <>
          <SkeletonCards cards={2} height={104} />
          <SkeletonRows rows={5} />
        </>
      )}
    </Page>
  );
}

function Swap({ isNarrow, onClick }: { isNarrow: boolean; onClick: () => void }) {
  if (isNarrow) {
    return (
      <ActionIcon variant="default" size={32} aria-label={t.swap} onClick={onClick}>
        <IconArrowsLeftRight size={16} />
      </ActionIcon>
    );
  }
  return (
    <Button variant="default" leftSection={<IconArrowsLeftRight size={16} />} onClick={onClick}>
      {t.swap}
    </Button>
  );
}

function Compared({ left, right, found }: { left: Run; right: Run; found: Comparison }) {
  const [only, setOnly] = useState(false);
  const differing = found.nodes.filter(({ differs }) => differs).length;
  const nodes = only ? found.nodes.filter(({ differs }) => differs) : found.nodes;
  const same = differing === 0 && found.inputs.length === 0 && !found.result.differs;
  return (
    <div className={classes.page} data-testid="comparison">
      <div className={classes.runs}>
        <RunCard run={left} seconds={found.seconds.left} />
        <RunCard run={right} seconds={found.seconds.right} />
      </div>
      {!found.same_version && <p className="f-dim">{t.otherVersion}</p>}
      <div className={classes.bar}>
        <strong>{same ? t.same : t.differ(differing)}</strong>
        {differing > 0 && (
          <Switch
            size="sm"
            label={t.onlyDifferences}
            checked={only}
            onChange={(event) => setOnly(event.currentTarget.checked)}
          />
        )}
      </div>
      {found.inputs.length > 0 && (
        <Values
          title={t.inputs}
          rows={found.inputs.map(({ path, ...sides }) => ({ name: path, ...sides }))}
        />
      )}
      {nodes.length > 0 && (
        <section className={`f-card ${classes.table}`} aria-label={t.steps}>
          <h2>{t.steps}</h2>
          {nodes.map((node) => (
            <Sides key={node.node_id} node={node} />
          ))}
        </section>
      )}
      {(found.result.differs || !only) && (
        <Values title={t.result} rows={[{ name: '', ...found.result }]} />
      )}
    </div>
  );
}

function RunCard({ run, seconds }: { run: Run; seconds: number | null }) {
  const nameOf = useNamesOrYou(text.common.byYou);
  return (
    <section className={`f-card ${classes.run}`} aria-label={shortId(run.id)}>
      <Link to={`/runs/${run.id}`} className="f-mono">
        {shortId(run.id)}
      </Link>
      <StatusPill status={run.status} kinds={run.suspensions.map(({ kind }) => kind)} />
      <Pill tone="gray">{text.run.ranOn(run.version)}</Pill>
      <span className="f-dim f-small">
        <TimeAgo at={run.created_at} />
        {run.created_by && ` · ${text.run.startedBy(nameOf(run.created_by))}`}
        {seconds !== null && ` · ${t.tookOf(duration(seconds))}`}
      </span>
    </section>
  );
}

interface ValuesProps {
  title: string;
  rows: { name: string; left: Json; right: Json; differs?: boolean }[];
}

function Values({ title, rows }: ValuesProps) {
  return (
    <section className={`f-card ${classes.table}`} aria-label={title}>
      <h2>{title}</h2>
      {rows.map(({ name, left, right, differs = true }) => (
        <Pair key={name} name={<span className="f-mono">{name}</span>} differs={differs}>
          <Value value={left} />
          <Value value={right} />
        </Pair>
      ))}
    </section>
  );
}
