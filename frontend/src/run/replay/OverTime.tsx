// How the run's state came to be: every change in its order, each a place that the page can show.
import { useMemo } from 'react';
import { useNames } from '../../api/people';
import type { Json } from '../../api/types';
import type { RunStore } from '../../live/runStore';
import { useRunLog } from '../../live/useRunStore';
import { text } from '../../strings';
import { absoluteTime, clockTimeSeconds } from '../../ui/time';
import type { TitleOf } from '../words';
import { BeforeAfter } from './BeforeAfter';
import { useReplay } from './ReplayProvider';
import classes from './replay.module.css';
import { type StateChange, stateChanges } from './stateChanges';

const t = text.replay;

interface OverTimeProps {
  store: RunStore;
  titleOf: TitleOf;
}

export function OverTime({ store, titleOf }: OverTimeProps) {
  const log = useRunLog(store);
  const changes = useMemo(() => stateChanges(log), [log]);
  if (changes.length === 0) return <p className="f-dim">{t.neverChanged}</p>;
  return (
    <ol className={classes.changes} data-testid="state-changes">
      {changes.map((change) => (
        <Change key={`${change.seq} ${change.key}`} change={change} titleOf={titleOf} />
      ))}
    </ol>
  );
}

function Change({ change, titleOf }: { change: StateChange; titleOf: TitleOf }) {
  const { at: shownAt, show } = useReplay();
  const nameOf = useNames();
  const { seq, at, key, before, after } = change;
  const who = change.node_id ? titleOf(change.node_id) : change.by ? nameOf(change.by) : t.atStart;
  return (
    <li>
      <button
        type="button"
        className={classes.change}
        aria-current={seq === shownAt || undefined}
        data-later={(shownAt !== null && seq > shownAt) || undefined}
        onClick={() => show(seq)}
      >
        <span className={classes.key}>
          {key}
          <small title={absoluteTime(at)}>
            {who} · {clockTimeSeconds(at)}
          </small>
        </span>
        <BeforeAfter before={before as Json | undefined} after={after as Json | undefined} />
      </button>
    </li>
  );
}
