// The runs that a step started: how many ended how, and each of them with the way to its page.
import { Button, Progress, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useRuns } from '../../api/queries';
import type { RunSummary } from '../../api/types';
import { countsOf, type Family, type FamilyCounts, type Member } from '../../canvas/families';
import { useFamily } from '../../canvas/runView';
import type { RunStore } from '../../live/runStore';
import { text } from '../../strings';
import { Pill, StatusPill } from '../../ui/StatusPill';
import type { StateName } from '../../ui/states';
import { kindsOf } from '../../ui/waiting';
import data from '../data/data.module.css';
import { inShort, isObject } from '../words';
import classes from './children.module.css';

const t = text.children;
const PAGE = 50;
// A short list needs no choice of what to list.
const MANY = 8;

type Shown = keyof typeof t.show;
const TABS = (['all', 'open', 'failed'] as const).map((value) => ({
  value,
  label: t.show[value],
}));

export function ChildrenPanel({ store, node }: { store: RunStore; node: string }) {
  const family = useFamily(store, node);
  if (!family || family.members.length === 0) return null;
  return <Members parent={store.head.id} family={family} isHere={!store.head.file} />;
}

const isOpen = (member: Member) => member.run !== null && member.ended === null;

interface MembersProps {
  parent: string;
  family: Family;
  /** False for what a file tells of: those runs are in another installation. */
  isHere: boolean;
}

function Members({ parent, family, isHere }: MembersProps) {
  const [tab, setTab] = useState<Shown>('all');
  const [limit, setLimit] = useState(PAGE);
  const counts = useMemo(() => countsOf(family), [family]);
  const live = useOpenRuns(parent, isHere && counts.open > 0);
  const chosen = family.members.filter(
    (member) => tab === 'all' || (tab === 'open' ? isOpen(member) : member.ended === 'failed'),
  );
  return (
    <section className={data.block} aria-label={t.title} data-testid="children">
      <h3>{t.title}</h3>
      <Counts counts={counts} />
      {counts.total > MANY && (
        <SegmentedControl
          size="xs"
          mb={8}
          data={TABS}
          value={tab}
          onChange={(value) => setTab(value as Shown)}
          aria-label={t.which}
        />
      )}
      {chosen.length === 0 && <p className="f-dim">{tab === 'open' ? t.noneOpen : t.noneFailed}</p>}
      <ul className={classes.list}>
        {chosen.slice(0, limit).map((member) => (
          <Line
            key={member.index}
            member={member}
            live={live.get(member.run ?? '')}
            isHere={isHere}
          />
        ))}
      </ul>
      <div className={classes.foot}>
        {chosen.length > limit && (
          <Button variant="subtle" size="xs" onClick={() => setLimit(limit + PAGE)}>
            {text.common.loadMore}
          </Button>
        )}
        {isHere && <Link to={`/runs?parent=${parent}`}>{t.all}</Link>}
      </div>
    </section>
  );
}

/** How the runs stand that have not ended; the log of the run above does not tell. */
function useOpenRuns(parent: string, any: boolean): ReadonlyMap<string, RunSummary> {
  const runs = useRuns({ parent, status: 'queued,running,suspended' }, any).data;
  return useMemo(() => new Map((any ? runs : [])?.map((run) => [run.id, run])), [runs, any]);
}

/** A bar of what ended how, and the same in words. */
export function Counts({ counts }: { counts: FamilyCounts }) {
  const { total, completed, failed, cancelled, open } = counts;
  const ended = completed + failed + cancelled;
  const left = total - ended - open;
  const share = (count: number) => (count / Math.max(1, total)) * 100;
  return (
    <>
      <Progress.Root size={6} className={classes.bar} aria-label={t.progress(ended, total)}>
        <Progress.Section value={share(completed)} color="var(--f-teal)" />
        <Progress.Section value={share(failed)} color="var(--f-red)" />
        <Progress.Section value={share(cancelled)} color="var(--f-faint)" />
        <Progress.Section value={share(open)} color="var(--f-blue)" />
      </Progress.Root>
      <p className={classes.counts}>
        <b>{t.of(completed, total)}</b>
        {failed > 0 && <span data-tone="red">{t.failed(failed)}</span>}
        {cancelled > 0 && <span>{t.stopped(cancelled)}</span>}
        {open > 0 && <span>{t.open(open)}</span>}
        {left > 0 && open === 0 && <span>{t.left(left)}</span>}
      </p>
    </>
  );
}

/** What the run was given: of a map's run the item alone. */
function glimpse({ inputs, error }: Member): string {
  if (error) return error;
  return inShort(isObject(inputs) && 'item' in inputs ? inputs.item : inputs, 60);
}

interface LineProps extends Pick<MembersProps, 'isHere'> {
  member: Member;
  live: RunSummary | undefined;
}

function Line({ member, live, isHere }: LineProps) {
  const { index, run, ended } = member;
  const body = (
    <>
      <span className={classes.number}>{t.number(index)}</span>
      <span className={classes.glimpse} data-failed={ended === 'failed' || undefined}>
        {glimpse(member)}
      </span>
      {run === null ? (
        <Pill tone="gray">{t.notStarted}</Pill>
      ) : (
        <StatusPill
          status={(ended ?? live?.status ?? 'running') as StateName}
          kinds={kindsOf(live?.suspensions)}
        />
      )}
    </>
  );
  if (run === null || !isHere) return <li className={classes.line}>{body}</li>;
  return (
    <li>
      <Link to={`/runs/${run}`} className={classes.line} aria-label={t.openRun(index)}>
        {body}
      </Link>
    </li>
  );
}
