// One line under an expression: what is wrong with it, or what it gives with the data of a run.
import type { Json } from '../../api/types';
import { text } from '../../strings';
import { useToldProblem } from '../fields/told';
import { useShownRun } from '../state/context';
import classes from './expression.module.css';
import { usePreview } from './usePreview';

const t = text.trying.expression;
const LONGEST = 120;

/** A value in one line. */
export function brief(value: Json): string {
  const words = JSON.stringify(value);
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

export function PreviewLine({ source }: { source: string }) {
  const found = usePreview(source);
  const { id } = useShownRun();
  const told = useToldProblem();
  if (source.trim() === '' || !found) return null;
  if (found.problem) {
    if (told) return null;
    return (
      <p className={classes.problem} role="alert" data-testid="expression-problem">
        {found.problem}
      </p>
    );
  }
  const whose = id === null ? t.lastRun : t.shownRun;
  if (found.failure) {
    return (
      <p className={classes.failure} data-testid="expression-failure">
        {t.noValue(whose)} {found.failure}
      </p>
    );
  }
  if (!found.has_value) return null;
  return (
    <p className={classes.value} data-testid="expression-value" title={whose}>
      <span aria-hidden>=</span> <code>{brief(found.value as Json)}</code> <span>{whose}</span>
    </p>
  );
}
