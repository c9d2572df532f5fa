// How long people take, what came late, and where most is waiting.

import type { Dashboard } from '../api/dashboard';
import { useNames } from '../api/people';
import { text } from '../strings';
import classes from './dashboard.module.css';
import { NumberLink } from './Number';
import { number, percent, took, within } from './words';

const t = text.dashboard.decisions;
/** From this share on it is worth a colour. */
const MUCH = 0.05;

function Late({ board }: { board: Dashboard }) {
  const { late, late_share: share } = board.decisions;
  if (share === null) return t.none;
  return (
    <NumberLink of={late} className={share >= MUCH ? classes.warn : undefined}>
      {percent(share)}
    </NumberLink>
  );
}

function Queue({ board }: { board: Dashboard }) {
  const nameOf = useNames();
  const { queue } = board.decisions;
  if (!queue) return <span className="f-dim">{t.noQueue}</span>;
  const who = queue.kind === 'user' ? nameOf(queue.name) : queue.name;
  return <NumberLink of={queue}>{t.inQueue(who, number(queue.count))}</NumberLink>;
}

export function Decisions({ board }: { board: Dashboard }) {
  const made = board.decisions;
  return (
    <section className={`f-card ${classes.panel}`} aria-labelledby="decisions">
      <header className={classes.head}>
        <h2 id="decisions">{t.title}</h2>
      </header>
      <dl className={classes.facts}>
        <dt>{t.made(within(board))}</dt>
        <dd>
          <NumberLink of={made}>{number(made.count)}</NumberLink>
        </dd>
        <dt>{t.half}</dt>
        <dd>{took(made.half_seconds)}</dd>
        <dt>{t.most}</dt>
        <dd>{took(made.most_seconds)}</dd>
        <dt>{t.late}</dt>
        <dd>
          <Late board={board} />
        </dd>
        <dt>{t.queue}</dt>
        <dd>
          <Queue board={board} />
        </dd>
      </dl>
    </section>
  );
}
