// Workflows as rows: name, published version, how the latest runs went, when it changed.
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import {
  IconBolt,
  IconDots,
  IconPlayerPlay,
  IconSettings,
  IconSitemap,
  IconVersions,
  type TablerIcon,
} from '@tabler/icons-react';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { useNamesOrYou } from '../api/people';
import { useRuns } from '../api/queries';
import type { RunSummary, WorkflowSummary } from '../api/types';
import { CodeBadge } from '../code/CodeBadge';
import { text } from '../strings';
import table from '../ui/ListTable.module.css';
import { Pill } from '../ui/StatusPill';
import { look, stateOf, toneColour, toneSoft } from '../ui/states';
import { TimeAgo } from '../ui/TimeAgo';
import { timeAgo } from '../ui/time';
import { kindsOf } from '../ui/waiting';
import classes from './workflows.module.css';

const t = text.workflows;
const SHOWN = 6;

type Recent = Pick<RunSummary, 'id' | 'status' | 'created_at'> &
  Partial<Pick<RunSummary, 'suspensions'>>;

/** The latest runs as small marks, newest at the right; each opens its run. */
function RecentRuns({ runs }: { runs: Recent[] }) {
  if (runs.length === 0) return <span className="f-faint f-small">{t.neverRan}</span>;
  return (
    <span className={classes.marks}>
      {runs
        .slice(0, SHOWN)
        .reverse()
        .map((run) => {
          const state = look(stateOf(run.status, kindsOf(run.suspensions)));
          const Icon = state.icon;
          const label = `${state.word}, ${timeAgo(run.created_at)}`;
          return (
            <Tooltip key={run.id} label={label}>
              <Link
                to={`/runs/${run.id}`}
                aria-label={label}
                className={classes.mark}
                style={{ color: toneColour(state.tone), background: toneSoft(state.tone) }}
              >
                <Icon size={13} stroke={2.2} />
              </Link>
            </Tooltip>
          );
        })}
    </span>
  );
}

function Row({ workflow, recent }: { workflow: WorkflowSummary; recent: Recent[] }) {
  const { slug, name, description, latest_version: version, updated_at, updated_by } = workflow;
  const nameOf = useNamesOrYou(text.common.byYou);
  return (
    <div className={`${table.row} ${classes.row}`}>
      <span>
        <Link to={`/workflows/${slug}`} className={`${table.name} ${classes.cover}`}>
          {name} {workflow.kind === 'function' && <CodeBadge />}
        </Link>
        <span className={table.sub}>{description || slug}</span>
      </span>
      <span>
        {version ? (
          <Pill tone="gray">{t.version(version)}</Pill>
        ) : (
          <Pill tone="amber">{t.draft}</Pill>
        )}
      </span>
      <span className={classes.recent}>
        <RecentRuns runs={recent} />
      </span>
      <span className={`${table.meta} ${table.wide}`}>
        <TimeAgo at={updated_at} />
        {updated_by && <span className={table.sub}>{t.by(nameOf(updated_by))}</span>}
      </span>
      <RowMenu slug={slug} name={name} />
    </div>
  );
}

const PARTS: { tab: string; label: string; icon: TablerIcon }[] = [
  { tab: '', label: text.editor.header.tabs.editor, icon: IconSitemap },
  { tab: 'runs', label: text.editor.header.tabs.runs, icon: IconPlayerPlay },
  { tab: 'versions', label: text.editor.header.tabs.versions, icon: IconVersions },
  { tab: 'triggers', label: text.editor.header.tabs.triggers, icon: IconBolt },
  { tab: 'settings', label: text.editor.header.tabs.settings, icon: IconSettings },
];

/** The ways into the parts of a workflow. */
function RowMenu({ slug, name }: { slug: string; name: string }) {
  return (
    <span className={classes.menu}>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t.menu(name)}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {PARTS.map(({ tab, label, icon: Icon }) => (
            <Menu.Item
              key={tab}
              component={Link}
              to={`/workflows/${slug}${tab && `?tab=${tab}`}`}
              leftSection={<Icon size={16} />}
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}

function byWorkflow(runs: RunSummary[]): Map<string, Recent[]> {
  const found = new Map<string, Recent[]>();
  for (const run of runs) found.set(run.workflow, [...(found.get(run.workflow) ?? []), run]);
  return found;
}

const COLUMNS = { '--columns': 'minmax(0, 1fr) 110px 190px 150px 28px' } as React.CSSProperties;

export function WorkflowTable({ workflows }: { workflows: WorkflowSummary[] }) {
  const runs = useRuns().data;
  const recent = useMemo(() => byWorkflow(runs ?? []), [runs]);
  return (
    <section className={`f-card ${table.table}`} style={COLUMNS} aria-label={t.title}>
      <div className={table.head} aria-hidden="true">
        <span>{t.columns.name}</span>
        <span>{t.columns.version}</span>
        <span>{t.columns.recent}</span>
        <span>{t.columns.changed}</span>
        <span />
      </div>
      {workflows.map((workflow) => (
        <Row
          key={workflow.slug}
          workflow={workflow}
          recent={workflow.recent_runs ?? recent.get(workflow.slug) ?? []}
        />
      ))}
    </section>
  );
}
