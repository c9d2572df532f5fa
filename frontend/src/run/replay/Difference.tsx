// What the run did between two moments: how its state changed, and which steps moved on.
import { NumberInput } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useNames } from '../../api/people';
import type { RunStore } from '../../live/runStore';
import { useRunLog } from '../../live/useRunStore';
import { text } from '../../strings';
import { StatusPill } from '../../ui/StatusPill';
import data from '../data/data.module.css';
import { narrate } from '../narrate';
import type { TitleOf } from '../words';
import { BeforeAfter } from './BeforeAfter';
import { between, type StepDifference } from './differences';
import { momentAt } from './past';
import { useReplay } from './ReplayProvider';
import classes from './replay.module.css';

const t = text.replay;

interface DifferenceProps {
  store: RunStore;
  titleOf: TitleOf;
}

export function Difference({ store, titleOf }: DifferenceProps) {
  const log = useRunLog(store);
  const { at, last, show } = useReplay();
  const [from, setFrom] = useState(1);
  const to = at ?? last;
  const found = useMemo(() => between(momentAt(log, from), momentAt(log, to)), [log, from, to]);
  return (
    <>
      <div className={classes.points}>
        <Point label={t.from} value={from} {...{ last, store, titleOf }} onPick={setFrom} />
        <Point label={t.to} value={to} {...{ last, store, titleOf }} onPick={show} />
      </div>
      <section className={data.block} aria-label={text.run.tabs.state}>
        <h3>{text.run.tabs.state}</h3>
        {found.state.length === 0 && <p className="f-dim">{t.sameState}</p>}
        <ul className={classes.changes} data-testid="state-difference">
          {found.state.map(({ path, before, after }) => (
            <li key={path} className={classes.change}>
              <span className={classes.key}>{path}</span>
              <BeforeAfter before={before} after={after} />
            </li>
          ))}
        </ul>
      </section>
      <section className={data.block} aria-label={text.run.data.nodes}>
        <h3>{text.run.data.nodes}</h3>
        {found.steps.length === 0 && <p className="f-dim">{t.sameSteps}</p>}
        <dl className={classes.steps} data-testid="steps-difference">
          {found.steps.map((step) => (
            <Step key={step.id} step={step} title={titleOf(step.id)} />
          ))}
        </dl>
      </section>
    </>
  );
}

interface PointProps extends DifferenceProps {
  label: string;
  value: number;
  last: number;
  onPick: (seq: number) => void;
}

/** A place of the log by its number, and what happened there. */
function Point({ label, value, last, store, titleOf, onPick }: PointProps) {
  const event = useRunLog(store).find(({ seq }) => seq === value);
  const nameOf = useNames();
  return (
    <div>
      <NumberInput
        label={label}
        size="xs"
        min={1}
        max={last}
        allowDecimal={false}
        value={value}
        onChange={(next) => {
          if (typeof next === 'number' && next >= 1) onPick(Math.min(last, Math.round(next)));
        }}
      />
      <p className={classes.said}>{event && narrate(event, titleOf, nameOf).title}</p>
    </div>
  );
}

function Step({ step, title }: { step: StepDifference; title: string }) {
  const { before = 'pending', after = 'pending', iteration, attempt } = step;
  const rounds = [
    iteration > 1 && t.round(iteration),
    attempt > 1 && text.run.failure.attempt(attempt),
  ].filter(Boolean);
  return (
    <>
      <dt title={title}>
        {title} {rounds.length > 0 && <span className="f-faint">{rounds.join(' · ')}</span>}
      </dt>
      <dd>
        <StatusPill status={before} />
        <IconArrowRight size={12} />
        <StatusPill status={after} />
      </dd>
    </>
  );
}
