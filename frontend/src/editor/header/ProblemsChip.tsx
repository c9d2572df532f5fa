// The count of problems; a click shows the list.
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useCell } from '../../canvas/cell';
import { text } from '../../strings';
import { Pill } from '../../ui/StatusPill';
import { useSession } from '../state/context';
import { useProblems } from '../state/useProblems';
import classes from './header.module.css';
import { useAdvice } from './useAdvice';

const t = text.editor.problems;

export function ProblemsChip({ onClick }: { onClick: () => void }) {
  const problems = useProblems();
  const empty = useCell(useSession().graph).nodes.length === 0;
  const none = problems.length === 0;
  const advice = useAdvice().length;
  return (
    <button
      type="button"
      className={classes.chip}
      onClick={onClick}
      data-testid="problems-chip"
      data-count={problems.length}
    >
      {empty ? (
        <Pill tone="gray">{t.empty}</Pill>
      ) : (
        <Pill tone={none ? 'teal' : 'red'} icon={none ? IconCheck : IconAlertTriangle}>
          {none ? t.none : t.count(problems.length)}
          {none && advice > 0 && ` · ${text.versions.advice(advice)}`}
        </Pill>
      )}
    </button>
  );
}
