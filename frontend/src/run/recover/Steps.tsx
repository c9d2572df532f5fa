// Steps that a retry or a fork would run again, and a warning about those that act outside.
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { StepEffects, StepName } from '../../api/engine';
import { text } from '../../strings';
import { listed } from '../../strings/formats';
import { Pill } from '../../ui/StatusPill';
import { BODY } from '../steps/behind';
import type { TitleOf } from '../words';
import classes from './recover.module.css';

export const nameOf = ({ node_id, title }: StepName, titleOf: TitleOf): string =>
  node_id === BODY ? titleOf(node_id) : title || titleOf(node_id);

export function EffectsPill({ effects }: Pick<StepEffects, 'effects'>) {
  if (effects === 'none') return null;
  return <Pill tone={effects === 'sends' ? 'amber' : 'gray'}>{text.effects[effects]}</Pill>;
}

export function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.block} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface StepListProps {
  title: string;
  steps: readonly (StepName | StepEffects)[];
  titleOf: TitleOf;
}

export function StepList({ title, steps, titleOf }: StepListProps) {
  if (steps.length === 0) return null;
  return (
    <Block title={title}>
      <ul className={classes.steps}>
        {steps.map((step) => (
          <li key={step.node_id}>
            {nameOf(step, titleOf)}
            {'effects' in step && <EffectsPill effects={step.effects} />}
          </li>
        ))}
      </ul>
    </Block>
  );
}

interface RepeatsProps {
  title: string;
  hint: string;
  steps: readonly StepEffects[];
  titleOf: TitleOf;
}

/** What may act outside a second time; nothing when nothing does. */
export function Repeats({ title, hint, steps, titleOf }: RepeatsProps) {
  const sending = steps.filter(({ effects }) => effects === 'sends');
  if (sending.length === 0) return null;
  return (
    <section className={classes.warning} aria-label={title} data-testid="may-repeat">
      <IconAlertTriangle size={18} />
      <div>
        <h3>{title}</h3>
        <b>{listed(sending.map((step) => nameOf(step, titleOf)))}</b>
        <p>{hint}</p>
      </div>
    </section>
  );
}
