// For those who look after runs: the workers and what they hold, what is due, what is on its way.
import type { Operations } from '../api/dashboard';
import { text } from '../strings';
import { TimeAgo } from '../ui/TimeAgo';
import { duration } from '../ui/time';
import classes from './dashboard.module.css';
import { NumberLink } from './Number';
import { number } from './words';

const t = text.dashboard.machinery;
type Worker = Operations['workers'][number];

function Row({ worker }: { worker: Worker }) {
  return (
    <tr data-silent={!worker.alive || undefined}>
      <th scope="row">
        {worker.pid === null ? worker.name : `${worker.host} · ${worker.pid}`}
        <span className={classes.under}>{worker.name}</span>
      </th>
      <td>
        <NumberLink of={worker.held}>{number(worker.held.count)}</NumberLink>
      </td>
      <td>
        {worker.seen_at ? <TimeAgo at={worker.seen_at} /> : t.listening}
        {!worker.alive && <span className={classes.bad}> {t.silent}</span>}
      </td>
    </tr>
  );
}

function Workers({ workers }: { workers: Worker[] }) {
  if (workers.length === 0) return <p className={classes.nothing}>{t.none}</p>;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t.name}</th>
          <th scope="col">{t.held}</th>
          <th scope="col">{t.seen}</th>
        </tr>
      </thead>
      <tbody>
        {workers.map((worker) => (
          <Row key={worker.name} worker={worker} />
        ))}
      </tbody>
    </table>
  );
}

function Due({ due }: { due: Operations['due'] }) {
  if (due.count === 0) return t.noneDue;
  const n = number(due.count);
  const words = due.seconds >= 1 ? t.dueFor(n, duration(due.seconds)) : t.due(n);
  return <NumberLink of={due}>{words}</NumberLink>;
}

export function Machinery({ found }: { found: Operations }) {
  const { soon, messages, deliveries } = found;
  return (
    <section className={`f-card ${classes.panel}`} aria-labelledby="workers">
      <header className={classes.head}>
        <h2 id="workers">{t.title}</h2>
      </header>
      <Workers workers={found.workers} />
      <ul className={classes.lines}>
        <li>
          <Due due={found.due} />
        </li>
        <li>
          <NumberLink of={soon}>{t.soon(number(soon.count))}</NumberLink>
        </li>
        {messages.count > 0 && (
          <li>
            <NumberLink of={messages}>{t.messages(number(messages.count))}</NumberLink>
          </li>
        )}
        {deliveries && (
          <li>
            <NumberLink of={deliveries.waiting}>
              {t.deliveries(number(deliveries.waiting.count))}
            </NumberLink>
            {deliveries.dead.count > 0 && (
              <>
                {' · '}
                <NumberLink of={deliveries.dead} className={classes.bad}>
                  {t.dead(number(deliveries.dead.count))}
                </NumberLink>
              </>
            )}
          </li>
        )}
      </ul>
    </section>
  );
}
