// The state of the shown run in a word and a time; a click opens its page.
import { Link } from 'react-router';
import type { RunHead } from '../../live/runStore';
import { text } from '../../strings';
import { Pill, StatusPill } from '../../ui/StatusPill';
import { look, stateOf } from '../../ui/states';
import { useNow } from '../../ui/TimeAgo';
import { duration, secondsBetween } from '../../ui/time';
import classes from './runbar.module.css';

const t = text.editor.run;

/** While waiting the time since the oldest open wait, else the time since the start. */
function elapsed(head: RunHead, now: number): string {
  const opened = head.suspensions.map((wait) => wait.opened_at).sort()[0];
  const from =
    head.status === 'suspended' && opened ? opened : (head.started_at ?? head.created_at);
  const to = head.finished_at ?? now;
  const seconds = Math.max(0, secondsBetween(from, to));
  return duration(head.finished_at ? seconds : Math.max(1, Math.floor(seconds)));
}

export function RunStatus({ head }: { head: RunHead }) {
  const now = useNow(1);
  const kinds = head.suspensions.map((wait) => wait.kind);
  const word = look(stateOf(head.status, kinds)).word;
  return (
    <Link
      to={`/runs/${head.id}`}
      className={`${classes.status} f-num`}
      title={t.open}
      data-testid="run-status"
      data-status={head.status}
      role="status"
    >
      {head.draft && <Pill tone="gray">{text.trying.badge}</Pill>}
      <StatusPill
        status={head.status}
        kinds={kinds}
        label={`${word} ${elapsed(head, Math.max(now, Date.now() - 1000))}`}
      />
    </Link>
  );
}
