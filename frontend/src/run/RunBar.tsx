// The run bar: Resume while this person may end a wait, Stop while the run goes on, and how long it took.
import { Button, Menu } from '@mantine/core';
import { IconPlayerTrackNext, IconRotateClockwise } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Suspension } from '../api/types';
import type { RunHead, RunStore } from '../live/runStore';
import { useRunHead, useRunLog } from '../live/useRunStore';
import { text } from '../strings';
import { StatusPill } from '../ui/StatusPill';
import { useNow } from '../ui/TimeAgo';
import { duration } from '../ui/time';
import { endOf, isOver } from './ending';
import { useRunDialogs } from './recover/dialogs';
import classes from './run.module.css';
import { StopButton } from './StopButton';
import { totalsOf } from './timeline/bars';
import { isResumable, useMayOperate, useOpenWaits } from './useOpenWaits';
import type { TitleOf } from './words';

const t = text.run.bar;

interface RunBarProps {
  store: RunStore;
  titleOf: TitleOf;
  onResume: (suspension: Suspension) => void;
}

export function RunBar({ store, titleOf, onResume }: RunBarProps) {
  const head = useRunHead(store);
  const mine = useOpenWaits(store).filter(isResumable);
  if (!head) return null;
  return (
    <div className={classes.bar} role="toolbar" aria-label={t.label} data-testid="run-bar">
      <ResumeButton waits={mine.map(({ suspension }) => suspension)} {...{ titleOf, onResume }} />
      <RetrySlot head={head} />
      <StopSlot head={head} />
      {head.status !== 'suspended' && <StatusPill status={head.status} />}
      <Times store={store} head={head} />
    </div>
  );
}

function RetrySlot({ head }: { head: RunHead }) {
  const may = useMayOperate(head);
  const dialogs = useRunDialogs();
  if (!may || head.status !== 'failed') return null;
  return (
    <>
      <Button
        variant="subtle"
        leftSection={<IconRotateClockwise size={16} />}
        onClick={dialogs.retry}
      >
        {text.retry.button}
      </Button>
      <span className={classes.separator} />
    </>
  );
}

function StopSlot({ head }: { head: RunHead }) {
  const may = useMayOperate(head);
  if (!may || isOver(head)) return null;
  return (
    <>
      <StopButton runId={head.id} suspensions={head.suspensions} />
      <span className={classes.separator} />
    </>
  );
}

interface ResumeButtonProps {
  waits: Suspension[];
  titleOf: TitleOf;
  onResume: (suspension: Suspension) => void;
}

function ResumeButton({ waits, titleOf, onResume }: ResumeButtonProps) {
  const [only] = waits;
  if (!only) return null;
  const props = {
    color: 'violet',
    leftSection: <IconPlayerTrackNext size={16} />,
    'data-testid': 'resume-button',
  };
  if (waits.length === 1) {
    return (
      <Button {...props} onClick={() => onResume(only)}>
        {t.resume}
      </Button>
    );
  }
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button {...props}>{t.resumeMany(waits.length)}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t.resumeWhich}</Menu.Label>
        {waits.map((wait) => (
          <Menu.Item key={wait.id} onClick={() => onResume(wait)}>
            <span className={classes.which}>
              {titleOf(wait.node_id)}
              <small>{wait.reason}</small>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** "Waiting 5 h 12 min · worked 41 ms". */
function Times({ store, head }: { store: RunStore; head: RunHead }) {
  const log = useRunLog(store);
  const tick = useNow(1);
  const now = endOf(head, log) ?? tick;
  const { worked, waited } = useMemo(() => totalsOf(log, now), [log, now]);
  return (
    <span className={classes.times}>
      {inWords(head, worked, waited, now).map((words) => (
        <span key={words}>{words}</span>
      ))}
    </span>
  );
}

const whole = (seconds: number) => duration(Math.max(1, Math.floor(seconds)));

function inWords(head: RunHead, worked: number, waited: number, now: number): string[] {
  const took = (now - Date.parse(head.started_at ?? head.created_at)) / 1000;
  const parts: string[] = [];
  if (isOver(head)) {
    parts.push(t.finished(duration(Math.max(0, took))));
    if (waited > 0) parts.push(t.waited(duration(waited)));
  } else if (head.status === 'suspended') parts.push(t.waiting(whole(waited)));
  else if (head.status === 'queued') parts.push(t.queued(whole(took)));
  else parts.push(t.running(whole(took)));
  if (worked >= 0.0005) parts.push(t.worked(duration(worked)));
  return parts;
}
