// What a run says on a card: the state's pill, why it waits and for whom, or the error's first line.
import { Button } from '@mantine/core';
import type { ManualEnd } from '../../api/engine';
import { type NameOf, useNamesOrYou } from '../../api/people';
import type { Suspension } from '../../api/types';
import type { LiveNode } from '../../live/runStore';
import { text } from '../../strings';
import { StatusPill } from '../../ui/StatusPill';
import { look, stateOf } from '../../ui/states';
import { clockTime } from '../../ui/time';
import { byHandWords } from '../byHandWords';
import { countsOf, type Family } from '../families';
import { useFamily } from '../runView';
import { useScene } from '../scene';
import classes from './card.module.css';

const t = text.editor.card;

function people({ users, groups }: Suspension, nameOf: NameOf): string {
  const names = [...(users ?? []).map(nameOf), ...(groups ?? [])];
  return names.length > 0 ? t.decides(names.join(', ')) : '';
}

function progressOf(live: LiveNode): string | undefined {
  const { progress } = live;
  if (typeof progress?.fraction === 'number') {
    return t.progress(Math.round(progress.fraction * 100));
  }
  return undefined;
}

const TRIES = new Set<LiveNode['status']>(['running', 'retrying', 'failed']);

function labelOf(live: LiveNode): string | undefined {
  const progress = live.status === 'running' && progressOf(live);
  if (progress) return progress;
  const word = look(stateOf(live.status)).word;
  if (TRIES.has(live.status) && live.attempt > 1) return t.attempt(word, live.attempt);
  return live.status === 'completed' && live.iteration > 1
    ? `${word} ×${live.iteration}`
    : undefined;
}

/** The pill on the upper edge; nothing before the node has started. */
interface StatePillProps {
  live: LiveNode | undefined;
  wait: Suspension | undefined;
  /** Runs pass the node over: that is what its being done means. */
  bypassed: boolean;
}

export function StatePill({ live, wait, bypassed }: StatePillProps) {
  const isIdle = !live || live.status === 'pending';
  if (isIdle && !bypassed) return null;
  return (
    <span className={classes.status}>
      {isIdle || (bypassed && live.status === 'completed') ? (
        <StatusPill status="bypassed" />
      ) : (
        <StatusPill status={live.status} kinds={wait ? [wait.kind] : []} label={labelOf(live)} />
      )}
    </span>
  );
}

/** Why and since when; with the buttons for those who may act, else with who may. */
export function WaitReason({ wait, title }: { wait: Suspension; title: string }) {
  const { canResume, run } = useScene();
  const nameOf = useNamesOrYou();
  const family = useFamily(run, wait.node_id);
  const { tone } = look(stateOf('suspended', [wait.kind]));
  const may = canResume?.(wait) ?? true;
  const opened = clockTime(wait.opened_at);
  const until = wait.wake_at && t.until(clockTime(wait.wake_at));
  const whole = [t.since(opened), until, people(wait, nameOf)].filter(Boolean).join(' · ');
  return (
    <div className={classes.more}>
      {/* What the title says already is not said again. */}
      {!(family && wait.reason === title) && (
        <div className={classes.reason} data-tone={tone} title={wait.reason}>
          {wait.reason || t.waiting}
        </div>
      )}
      {wait.kind === 'children' && family && <Below family={family} />}
      <div className={classes.foot}>
        <span className={classes.since} title={whole}>
          {may ? opened : whole}
        </span>
        {may && <WaitButtons wait={wait} />}
      </div>
    </div>
  );
}

/** How many of the runs below have ended, as a bar and in words. */
function Below({ family }: { family: Family }) {
  const { total, completed, failed } = countsOf(family);
  return (
    <div className={classes.below}>
      <i style={{ width: `${(completed / Math.max(1, total)) * 100}%` }} />
      <span>
        {text.children.of(completed, total)}
        {failed > 0 && ` · ${text.children.failed(failed)}`}
      </span>
    </div>
  );
}

function WaitButtons({ wait }: { wait: Suspension }) {
  const { onResume, onOpenTask } = useScene();
  const { task } = wait;
  return (
    <span className={`${classes.acts} nodrag`}>
      {onResume && (
        <Button size="compact-xs" color="violet" onClick={() => onResume(wait)}>
          {t.resume}
        </Button>
      )}
      {task && onOpenTask && (
        <Button size="compact-xs" variant="default" onClick={() => onOpenTask(task)}>
          {t.openTask}
        </Button>
      )}
    </span>
  );
}

export function FailReason({ live }: { live: LiveNode }) {
  const message = live.error?.message?.split('\n')[0];
  if (!message) return null;
  return (
    <div className={classes.more}>
      <div className={classes.reason} data-tone="red" title={live.error?.message}>
        {message}
      </div>
    </div>
  );
}

/** Who ended the step by hand, and why. */
export function ByHand({ manual }: { manual: ManualEnd }) {
  const words = byHandWords(manual, useNamesOrYou(text.common.byYou));
  return (
    <div className={classes.more}>
      <div className={classes.reason} data-tone="gray" title={words}>
        {words}
      </div>
    </div>
  );
}
