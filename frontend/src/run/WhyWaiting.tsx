// "Why is it waiting?": a card for each open wait, with who can end it and the buttons to do so.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type NameOf, useNames } from '../api/people';
import type { Suspension } from '../api/types';
import { countsOf, type Family } from '../canvas/families';
import { useFamily } from '../canvas/runView';
import type { RunStore } from '../live/runStore';
import { text } from '../strings';
import { TimeAgo, useNow } from '../ui/TimeAgo';
import { absoluteTime, due } from '../ui/time';
import { Counts } from './children/ChildrenPanel';
import { ChildWaits } from './children/ChildWaits';
import { PassTime } from './PassTime';
import classes from './run.module.css';
import { type OpenWaitInfo, useOpenWaits } from './useOpenWaits';
import { type Ask, askedOf, isTimed } from './waits';
import { whenWords } from './when';
import type { TitleOf } from './words';

const t = text.run.why;

interface WhyWaitingProps {
  store: RunStore;
  titleOf: TitleOf;
  onResume: (suspension: Suspension) => void;
  onSelect: (nodeId: string) => void;
}

export function WhyWaiting({ store, titleOf, onResume, onSelect }: WhyWaitingProps) {
  const waits = useOpenWaits(store);
  if (waits.length === 0) return null;
  return (
    <section className={classes.card} aria-label={t.title} data-testid="why-waiting">
      <h2>{waits.length > 1 ? t.titleMany : t.title}</h2>
      {waits.map((wait) => (
        <Wait
          key={wait.suspension.id}
          store={store}
          wait={wait}
          title={titleOf(wait.suspension.node_id)}
          onResume={onResume}
          onSelect={onSelect}
        />
      ))}
    </section>
  );
}

interface WaitProps {
  store: RunStore;
  wait: OpenWaitInfo;
  title: string;
  onResume: (suspension: Suspension) => void;
  onSelect: (nodeId: string) => void;
}

function Wait({ store, wait, title, onResume, onSelect }: WaitProps) {
  const { suspension, ask } = wait;
  const isAbove = suspension.kind === 'children';
  // What its runs wait for is ended there, each wait by itself.
  const mayEnd = wait.mayEnd && !isAbove;
  const family = useFamily(store, suspension.node_id);
  const timed = isTimed(suspension);
  const nameOf = useNames();
  // The tasks and runs that a file tells of are not those of here.
  const isHere = !store.head.file;
  const task = isHere ? suspension.task : null;
  return (
    <div className={classes.wait} data-timed={timed || undefined}>
      <p>
        <button type="button" onClick={() => onSelect(suspension.node_id)}>
          {title}
        </button>{' '}
        {isAbove && family
          ? text.children.waitsFor(family.members.length)
          : whatItNeeds(suspension, ask, nameOf)}
      </p>
      {suspension.reason && suspension.reason !== title && (
        <p className={classes.reason}>{text.common.quoted(suspension.reason)}</p>
      )}
      <dl>
        <dt>{t.since}</dt>
        <dd>
          <When at={suspension.opened_at} /> · <TimeAgo at={suspension.opened_at} />
        </dd>
        <Deadline suspension={suspension} ask={ask} />
      </dl>
      {isAbove && family && <Counts counts={countsOf(family)} />}
      {isAbove && isHere && <ChildWaits parent={store.head.id} among={runsOf(family)} />}
      {(mayEnd || task || (isHere && store.head.draft)) && (
        <div className={classes.buttons}>
          {mayEnd && !(store.head.draft && suspension.kind === 'timer') && (
            <Button
              size="compact-md"
              color={suspension.kind === 'timer' ? undefined : 'violet'}
              variant={suspension.kind === 'timer' ? 'default' : 'filled'}
              onClick={() => onResume(suspension)}
            >
              {suspension.kind === 'timer' ? t.skip : t.resume}
            </Button>
          )}
          {task && (
            <Button size="compact-md" variant="default" component={Link} to={`/inbox/${task}`}>
              {t.openTask}
            </Button>
          )}
          <PassTime store={store} suspension={suspension} />
        </div>
      )}
    </div>
  );
}

function runsOf(family: Family | undefined): ReadonlySet<string> | undefined {
  return family && new Set(family.members.flatMap(({ run }) => (run === null ? [] : [run])));
}

function whatItNeeds(suspension: Suspension, ask: Ask, nameOf: NameOf): ReactNode {
  if (suspension.kind === 'timer') return t.untilTime;
  if (isTimed(suspension)) return t.outside;
  const needs = ask.claimedBy ? t.claimed(nameOf(ask.claimedBy)) : t.needs(askedOf(ask, nameOf));
  return ask.quorum > 1 ? `${needs} ${t.decided(ask.agreed.length, ask.quorum)}.` : needs;
}

function When({ at }: { at: string }) {
  const now = useNow(60);
  return (
    <time dateTime={at} title={absoluteTime(at)}>
      {whenWords(at, now)}
    </time>
  );
}

function Deadline({ suspension, ask }: { suspension: Suspension; ask: Ask }) {
  const now = useNow(10);
  const at = ask.dueAt ?? suspension.wake_at;
  if (!at) return null;
  const { words, level } = due(at, suspension.opened_at, now);
  const isTimer = suspension.kind === 'timer';
  const late = level === 'overdue' ? t.wasDue : t.due;
  const after = ask.onTimeout && suspension.wake_at ? t.onTimeout[ask.onTimeout] : undefined;
  return (
    <>
      <dt>{isTimer ? t.until : late}</dt>
      <dd data-level={isTimer ? undefined : level} title={words}>
        <When at={at} />
        {!isTimer && ` · ${words}`}
      </dd>
      {after && (
        <>
          <dt>{t.afterwards}</dt>
          <dd>{after}</dd>
        </>
      )}
    </>
  );
}
