// The list of problems in the panel under the canvas; a click selects and shows the node or line.
import { IconAlertTriangle, IconBulb, IconCircleCheck } from '@tabler/icons-react';
import type { Problem } from '../../graph/types';
import { text } from '../../strings';
import { useSession } from '../state/context';
import type { EditorSession } from '../state/session';
import { useProblems } from '../state/useProblems';
import classes from './problems.module.css';
import { useAdvice } from './useAdvice';

const t = text.editor.problems;

function reveal(session: EditorSession, problem: Problem): void {
  const edge = session.edge(problem.edge_id ?? undefined);
  if (problem.node_id) session.select([problem.node_id]);
  else if (edge) session.select([], [edge.id]);
  const ends = problem.node_id ? [problem.node_id] : edge ? [edge.source, edge.target] : [];
  if (ends.length > 0) session.view?.reveal(ends);
}

function placeOf(session: EditorSession, problem: Problem): string {
  const edge = session.edge(problem.edge_id ?? undefined);
  const title = (id: string) => session.node(id)?.title || id;
  if (problem.node_id) return title(problem.node_id);
  return edge ? `${title(edge.source)} → ${title(edge.target)}` : t.graph;
}

/** Two problems may be alike in all but their place in the list. */
const keyOf = ({ code, node_id, edge_id, pointer }: Problem, index: number) =>
  [code, node_id, edge_id, pointer, index].join('/');

export function ProblemsPanel() {
  const problems = useProblems();
  const advice = useAdvice();
  return (
    <section className={classes.panel} aria-label={t.title} data-testid="problems-panel">
      {problems.length === 0 && (
        <p className={classes.none}>
          <IconCircleCheck size={18} /> {t.ready}
        </p>
      )}
      <Lines problems={problems} icon={IconAlertTriangle} />
      {advice.length > 0 && (
        <>
          <h3>{text.versions.adviceTitle}</h3>
          <Lines problems={advice} icon={IconBulb} quiet />
        </>
      )}
    </section>
  );
}

interface LinesProps {
  problems: Problem[];
  icon: typeof IconBulb;
  quiet?: boolean;
}

function Lines({ problems, icon: Icon, quiet = false }: LinesProps) {
  const session = useSession();
  return (
    <ul data-quiet={quiet || undefined}>
      {problems.map((problem, index) => (
        <li key={keyOf(problem, index)}>
          <button type="button" onClick={() => reveal(session, problem)}>
            <Icon size={16} />
            <b>{placeOf(session, problem)}</b>
            <span>{problem.message}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
