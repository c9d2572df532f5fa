// One failed step in the retry dialog: its error, and what is to become of it.
import { SegmentedControl, Select } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { StepEffects } from '../../api/engine';
import type { GraphJson } from '../../api/types';
import { text } from '../../strings';
import { JsonText } from '../../ui/json/JsonText';
import { humanise } from '../words';
import { actionsOut, outputProblem, type Plan } from './byHand';
import classes from './recover.module.css';
import { EffectsPill } from './Steps';

const t = text.retry;
const WAYS = [
  { value: 'again', label: t.again },
  { value: 'complete', label: t.byHand },
  { value: 'skip', label: t.skip },
];

interface FailedStepProps {
  step: StepEffects;
  title: string;
  error: string | undefined;
  graph: GraphJson | undefined;
  plan: Plan;
  onPlan: (plan: Plan) => void;
  /** What the server refused, by the name of the field. */
  refused: Record<string, string>;
}

export function FailedStep(props: FailedStepProps) {
  const { step, title, error, graph, plan, onPlan, refused } = props;
  const isNarrow = useMediaQuery('(max-width: 48em)');
  const place = `by_hand.${step.node_id}`;
  const actions = actionsOut(graph, step.node_id);
  const set = (part: Partial<Plan>) => onPlan({ ...plan, ...part });
  return (
    <section className={classes.step} aria-label={title} data-testid={`failed-${step.node_id}`}>
      <div className={classes.stepHead}>
        <b>{title}</b>
        {plan.do === 'again' && <EffectsPill effects={step.effects} />}
      </div>
      {error && <p>{error.split('\n')[0]}</p>}
      <SegmentedControl
        fullWidth
        orientation={isNarrow ? 'vertical' : 'horizontal'}
        size="sm"
        data={WAYS}
        value={plan.do}
        onChange={(value) => set({ do: value as Plan['do'] })}
        aria-label={t.what(title)}
      />
      {plan.do !== 'again' && (
        <div className={classes.fields}>
          {plan.do === 'complete' && (
            <JsonText
              label={t.output}
              description={t.outputHint}
              value={plan.output}
              onChange={(output) => set({ output })}
              error={outputProblem(plan) ?? refused[`${place}.output`]}
              testId="manual-output"
            />
          )}
          {actions.length > 0 && (
            <Select
              label={t.action}
              placeholder={t.noAction}
              data={actions.map((value) => ({ value, label: humanise(value) }))}
              value={plan.action}
              onChange={(action) => set({ action })}
              error={refused[`${place}.action`]}
              clearable
            />
          )}
          {plan.do === 'skip' && <p className={classes.hint}>{t.skipHint}</p>}
        </div>
      )}
    </section>
  );
}
