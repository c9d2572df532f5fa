// What ended by workflow and version, and how much of it succeeded.
import { Link } from 'react-router';
import type { Dashboard } from '../api/dashboard';
import { text } from '../strings';
import classes from './dashboard.module.css';
import { NumberLink } from './Number';
import { number, percent } from './words';

const t = text.dashboard.workflows;
type Row = Dashboard['workflows'][number];
/** Below this share of successes a version wants looking at. */
const WELL = 0.99;

/** The share opens what it is about: the failures, where there are any. */
function Succeeded({ row }: { row: Row }) {
  if (row.rate === null) return <span className="f-faint">–</span>;
  const failed = row.failed.count > 0;
  return (
    <NumberLink
      of={failed ? row.failed : row.completed}
      className={row.rate >= WELL ? classes.good : classes.bad}
      label={failed ? `${percent(row.rate)}, ${t.failedOf(number(row.failed.count))}` : undefined}
    >
      {percent(row.rate)}
    </NumberLink>
  );
}

export function Workflows({ rows }: { rows: Row[] }) {
  return (
    <section className={`f-card ${classes.panel}`} aria-labelledby="by-workflow">
      <header className={classes.head}>
        <h2 id="by-workflow">{t.title}</h2>
      </header>
      {rows.length === 0 && <p className={classes.nothing}>{t.none}</p>}
      {rows.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t.name}</th>
              <th scope="col">{t.runs}</th>
              <th scope="col">{t.succeeded}</th>
              <th scope="col">{t.version}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.workflow}.${row.version}`}>
                <th scope="row">
                  <Link to={`/workflows/${row.workflow}`} className={classes.number}>
                    {row.workflow_name}
                  </Link>
                </th>
                <td>
                  <NumberLink of={row}>{number(row.count)}</NumberLink>
                </td>
                <td>
                  <Succeeded row={row} />
                </td>
                <td className="f-dim">{t.number(row.version)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
