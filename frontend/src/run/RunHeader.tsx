// The run page's header: what ran, in which state, on which version.
import { CopyButton, Tooltip, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconGitFork } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useNamesOrYou } from '../api/people';
import { useWorkflow } from '../api/queries';
import { useAncestors } from '../api/recovering';
import { CodeBadge } from '../code/CodeBadge';
import type { RunHead, RunStore } from '../live/runStore';
import { useRunHead } from '../live/useRunStore';
import { text } from '../strings';
import { PageHeader } from '../ui/PageHeader';
import { Pill, StatusPill, TestBadge } from '../ui/StatusPill';
import { TimeAgo } from '../ui/TimeAgo';
import { RunMenu } from './recover/RunMenu';
import classes from './run.module.css';
import { useOpenWaits } from './useOpenWaits';
import { waitingWords } from './waits';
import { humanise, shortId } from './words';

const t = text.run;

export function RunHeader({ store }: { store: RunStore }) {
  const head = useRunHead(store);
  const waits = useOpenWaits(store);
  const nameOf = useNamesOrYou();
  const by = useNamesOrYou(text.common.byYou);
  const workflow = useWorkflow(head?.workflow ?? '').data;
  const isNarrow = useMediaQuery('(max-width: 48em)');
  const ancestors = useAncestors(head?.parent ?? null).data ?? [];
  if (!head) return null;
  const name = head.workflow_name ?? workflow?.name ?? humanise(head.workflow);
  const words = waitingWords(
    waits.map(({ suspension }) => suspension),
    waits.map(({ ask }) => ask),
    nameOf,
  );
  const kinds = head.suspensions.map(({ kind }) => kind);
  const above = ancestors.map(({ id, workflow_name }) => ({
    label: workflow_name,
    to: `/runs/${id}`,
  }));
  const latest = workflow?.latest_version ?? null;
  const isOld = !head.draft && latest !== null && head.version !== null && latest > head.version;
  return (
    <PageHeader
      title={name}
      documentTitle={`${name} ${shortId(head.id)}`}
      // A phone has no room for more than the run right above.
      crumbs={isNarrow ? above.slice(-1) : [{ label: t.runs, to: '/runs' }, ...above]}
      context={
        <>
          {!isNarrow && <RunId id={head.id} />}
          <span className={classes.status} data-testid="run-status" data-status={head.status}>
            <StatusPill
              status={head.status}
              kinds={kinds}
              label={head.status === 'suspended' && words ? words : undefined}
            />
          </span>
          {head.file && <Pill tone="gray">{text.bundle.badge}</Pill>}
          {head.draft && <TestBadge />}
          {!isNarrow && <Origin head={head} />}
          <span className={classes.wide}>
            <TimeAgo at={head.created_at} />
            {head.created_by && ` · ${t.startedBy(by(head.created_by))}`}
          </span>
          {isOld && (
            <Tooltip label={t.newerHint}>
              <span className={classes.wide}>{t.newerVersion(latest)}</span>
            </Tooltip>
          )}
        </>
      }
      actions={!head.file && <RunMenu head={head} latest={latest} isNarrow={Boolean(isNarrow)} />}
    />
  );
}

function RunId({ id }: { id: string }) {
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? text.common.copied : t.copyId}>
          <UnstyledButton
            className={classes.id}
            onClick={copy}
            aria-label={`${shortId(id)}: ${t.copyId}`}
          >
            {shortId(id)}
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** On which version it runs, and the run it was forked from. */
function Origin({ head }: { head: RunHead }) {
  return (
    <>
      {head.kind === 'function' && <CodeBadge />}
      {head.version !== null && !head.draft && <Pill tone="gray">{t.ranOn(head.version)}</Pill>}
      {head.forked_from && (
        <Link to={`/runs/${head.forked_from}`} className={classes.origin}>
          <IconGitFork size={13} /> {text.fork.forkedFrom(shortId(head.forked_from))}
        </Link>
      )}
    </>
  );
}
