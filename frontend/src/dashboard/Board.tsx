// All figures, top to bottom: numbers, waits by age and decisions, workflows, failures, machinery.
import type { Dashboard } from '../api/dashboard';
import { Ages } from './Ages';
import { Cards } from './Cards';
import { Decisions } from './Decisions';
import classes from './dashboard.module.css';
import { Failures } from './Failures';
import { Machinery } from './Machinery';
import { Workflows } from './Workflows';

export function Board({ board }: { board: Dashboard }) {
  return (
    <div className={classes.stackedPage}>
      <Cards board={board} />
      <div className={classes.wide}>
        <Ages ages={board.ages} />
        <Decisions board={board} />
      </div>
      <div className={classes.halves}>
        <Workflows rows={board.workflows} />
        <div className={classes.stackedPage}>
          <Failures nodes={board.nodes} />
          {board.operations && <Machinery found={board.operations} />}
        </div>
      </div>
    </div>
  );
}
