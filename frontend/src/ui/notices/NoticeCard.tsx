// One notice: what waits, for whom, until when, and the way to act on it; then how it ended.
import { Button, CloseButton } from '@mantine/core';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { may, useMe } from '../../api/session';
import { text } from '../../strings';
import { DueIn } from '../TimeAgo';
import classes from './notices.module.css';
import { askToResume } from './resume';
import { useEnding } from './useEnding';
import type { Wait } from './waits';

const t = text.notices;
const LINGER = 5_000;

export function heading(wait: Wait): string {
  if (wait.who.length > 0) return t.waitingFor(wait.who.join(', '));
  return wait.canAct ? t.waitingForYou : t.waitingFor(t.someone);
}

/** Resume… and Open task, or only a way to the run for those who may do neither. */
export function WaitActions({ wait, onDone }: { wait: Wait; onDone?: () => void }) {
  const navigate = useNavigate();
  const { data: me } = useMe();
  const go = (to: string) => {
    onDone?.();
    void navigate(to);
  };
  const resume = () => {
    if (askToResume(wait.run, wait.id)) onDone?.();
    else go(`/runs/${wait.run}?resume=${encodeURIComponent(wait.id)}`);
  };
  // Approvers know tasks and no runs: theirs is the way to the task alone.
  const resumes = wait.canAct && (may(me, 'resume') || !wait.task);
  return (
    <div className={classes.buttons}>
      {resumes && (
        <Button size="compact-sm" h={28} px={12} color="violet" onClick={resume}>
          {t.resume}
        </Button>
      )}
      {wait.canAct && wait.task && (
        <Button
          size="compact-sm"
          h={28}
          px={12}
          variant={resumes ? 'subtle' : 'filled'}
          color={resumes ? 'gray' : 'violet'}
          onClick={() => go(`/inbox/${wait.task}`)}
        >
          {t.openTask}
        </Button>
      )}
      {!wait.canAct && (
        <Button
          size="compact-sm"
          h={28}
          px={12}
          variant="default"
          onClick={() => go(`/runs/${wait.run}`)}
        >
          {t.openRun}
        </Button>
      )}
    </div>
  );
}

interface NoticeCardProps {
  wait: Wait;
  open: boolean;
  onClose: () => void;
}

export function NoticeCard({ wait, open, onClose }: NoticeCardProps) {
  const ending = useEnding(wait, open);
  const ended = ending !== null;
  useEffect(() => {
    if (!ended) return;
    const timer = setTimeout(onClose, LINGER);
    return () => clearTimeout(timer);
  }, [ended, onClose]);
  return (
    <section
      className={classes.card}
      data-testid="suspension-notice"
      data-ended={ended || undefined}
    >
      <div className={classes.head}>
        <h2>{ending ?? heading(wait)}</h2>
        <CloseButton size="sm" aria-label={t.dismiss} onClick={onClose} />
      </div>
      <p>
        {wait.workflow} › {wait.title}
        {wait.reason && wait.reason !== wait.title && `: ${wait.reason}`}
        {wait.dueAt && !ended && (
          <>
            {', '}
            <DueIn at={wait.dueAt} createdAt={wait.openedAt} />
          </>
        )}
      </p>
      {!ended && <WaitActions wait={wait} onDone={onClose} />}
    </section>
  );
}
