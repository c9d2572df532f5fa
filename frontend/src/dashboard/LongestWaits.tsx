// The tasks that have waited longest, oldest first.
import { Link } from 'react-router';
import { useNamesOrYou } from '../api/people';
import { useTasks } from '../api/queries';
import type { TaskSummary } from '../api/types';
import { text } from '../strings';
import table from '../ui/ListTable.module.css';
import { DueIn, TimeAgo } from '../ui/TimeAgo';
import classes from './dashboard.module.css';

const t = text.dashboard;
const SHOWN = 8;
const COLUMNS = { '--columns': 'minmax(0, 1fr) 220px 140px 130px' } as React.CSSProperties;

function Row({ task }: { task: TaskSummary }) {
  const nameOf = useNamesOrYou();
  return (
    <Link to={`/inbox/${task.id}`} className={table.row}>
      <span>
        <span className={table.name}>{task.title}</span>
        <span className={table.sub}>{task.workflow_name ?? task.workflow}</span>
      </span>
      <span className={`${table.sub} ${table.wide}`}>
        {[...task.users.map(nameOf), ...task.groups].join(', ') || t.anybody}
      </span>
      <span className={table.meta}>
        <TimeAgo at={task.created_at} />
      </span>
      <span className={`${table.meta} ${table.wide}`}>
        {task.due_at ? <DueIn at={task.due_at} createdAt={task.created_at} /> : t.noDue}
      </span>
    </Link>
  );
}

export function LongestWaits() {
  const tasks = useTasks({ box: 'all', state: 'open', order: 'oldest' }).data ?? [];
  if (tasks.length === 0) return null;
  return (
    <section aria-labelledby="longest">
      <h2 id="longest" className={classes.heading}>
        {t.longest}
      </h2>
      <div className={`f-card ${table.table}`} style={COLUMNS}>
        <div className={table.head} aria-hidden="true">
          <span>{t.columns.task}</span>
          <span>{t.columns.who}</span>
          <span>{t.columns.since}</span>
          <span>{t.columns.due}</span>
        </div>
        {tasks.slice(0, SHOWN).map((task) => (
          <Row key={task.id} task={task} />
        ))}
      </div>
    </section>
  );
}
