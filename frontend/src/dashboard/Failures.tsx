// The steps that ended the most runs, as bars that open the runs they ended.
import { Link } from 'react-router';
import type { Dashboard } from '../api/dashboard';
import { text } from '../strings';
import classes from './dashboard.module.css';
import { number, stepName } from './words';

const t = text.dashboard.nodes;
type Node = Dashboard['nodes'][number];

function Row({ node, most }: { node: Node; most: number }) {
  return (
    <Link to={node.to ?? ''} className={classes.failure}>
      <span className={classes.failureName}>
        <span>{stepName(node)}</span>
        <span className="f-dim">{node.workflow_name}</span>
      </span>
      <span className={classes.failureTrack} aria-hidden="true">
        <span className={classes.failureBar} style={{ width: `${(node.count / most) * 100}%` }} />
      </span>
      <span className={classes.failureCount}>{number(node.count)}</span>
    </Link>
  );
}

export function Failures({ nodes }: { nodes: Node[] }) {
  const most = Math.max(1, ...nodes.map((node) => node.count));
  return (
    <section className={`f-card ${classes.panel}`} aria-labelledby="by-step">
      <header className={classes.head}>
        <h2 id="by-step">{t.title}</h2>
      </header>
      {nodes.length === 0 && <p className={classes.nothing}>{t.none}</p>}
      {nodes.map((node) => (
        <Row key={`${node.workflow}.${node.node_id}`} node={node} most={most} />
      ))}
    </section>
  );
}
