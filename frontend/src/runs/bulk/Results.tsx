// What came of each run: how many it was done to, and each that it was not done to, with the reason.
import { Link } from 'react-router';
import { ApiError } from '../../api/client';
import { refusalOf } from '../../api/refusals';
import type { RunSummary } from '../../api/types';
import { text } from '../../strings';
import { shortId } from '../RunTable';
import type { Act, RunResult } from './api';
import classes from './bulk.module.css';
import type { Acting } from './useActing';

const t = text.manyRuns;

interface ResultsProps {
  acting: Acting;
  act: Act;
  runs: readonly RunSummary[];
}

export function Results({ acting, act, runs }: ResultsProps) {
  const { results, total } = acting;
  const refused = results.filter(({ ok }) => !ok);
  const untried = total - results.length;
  const names = new Map(runs.map((run) => [run.id, run.workflow_name ?? run.workflow]));
  return (
    <>
      <p role="status">
        <b>{t.acts[act].result(results.length - refused.length)}</b>
        {untried > 0 && ` ${t.untried(untried)}`}
      </p>
      {refused.length > 0 && (
        <section aria-label={t.refused(refused.length)}>
          <h3 className={classes.refused}>{t.refused(refused.length)}</h3>
          <ul className={classes.results} data-testid="bulk-refused">
            {refused.map((result) => (
              <li key={result.id}>
                <Link to={`/runs/${result.id}`}>
                  {names.get(result.id)} <i className="f-mono">{shortId(result.id)}</i>
                </Link>
                <span className="f-dim">{whyNot(result)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

const whyNot = ({ error }: RunResult): string => (error ? refusalOf(new ApiError(error, '')) : '');
