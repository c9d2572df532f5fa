// One step of two runs in two columns: how it went, how long it took, what it gave.
import type { ReactNode } from 'react';
import type { ComparedNode, ComparedSide } from '../../api/engine';
import type { Json } from '../../api/types';
import { text } from '../../strings';
import { Pill, StatusPill } from '../../ui/StatusPill';
import { duration } from '../../ui/time';
import { outcomeOf } from '../resume/choices';
import classes from './compare.module.css';

const t = text.compare;
const SHORT = 90;

interface PairProps {
  name: ReactNode;
  differs: boolean;
  /** The two sides. */
  children: [ReactNode, ReactNode];
}

export function Pair({ name, differs, children: [left, right] }: PairProps) {
  return (
    <div className={classes.row} data-differs={differs || undefined}>
      <div className={classes.name}>
        {name}
        {differs && <Pill tone="amber">{t.differs}</Pill>}
      </div>
      <div className={classes.side}>{left}</div>
      <div className={classes.side}>{right}</div>
    </div>
  );
}

export function Sides({ node }: { node: ComparedNode }) {
  return (
    <Pair name={<b>{node.title}</b>} differs={node.differs}>
      <Side side={node.left} />
      <Side side={node.right} />
    </Pair>
  );
}

function Side({ side }: { side: ComparedSide | null }) {
  if (side === null) return <span className="f-faint">{t.notThere}</span>;
  const facts = [
    side.action && outcomeOf(side.action),
    side.attempt > 1 && t.attempt(side.attempt),
    side.iteration > 1 && t.round(side.iteration),
    side.seconds !== null && duration(side.seconds),
  ].filter(Boolean);
  return (
    <>
      <span className={classes.how}>
        <StatusPill status={side.status} />
        <span className="f-dim f-small f-num">{facts.join(' · ')}</span>
      </span>
      {side.output !== null && <Value value={side.output} />}
    </>
  );
}

/** Short values as they are, long ones folded behind their beginning. */
export function Value({ value }: { value: Json }) {
  if (value === null) return <span className="f-faint">–</span>;
  const line = typeof value === 'string' ? value : JSON.stringify(value);
  if (line.length <= SHORT) return <code className={classes.value}>{line}</code>;
  const whole = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <details className={classes.more}>
      <summary>
        <code className={classes.value}>{line.slice(0, SHORT)}…</code>
      </summary>
      <pre>{whole}</pre>
    </details>
  );
}
