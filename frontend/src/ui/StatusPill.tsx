// A state as a pill: icon, word and colour from the one table in states.ts.
import { useEffect } from 'react';
import type { NodeStatus, RunStatus, SuspensionKind } from '../api/types';
import { text } from '../strings';
import classes from './StatusPill.module.css';
import { look, type StateName, stateOf, type Tone } from './states';

interface PillProps {
  tone: Tone;
  children: React.ReactNode;
  icon?: React.ComponentType<{ size?: number; stroke?: number; className?: string }>;
  ground?: string;
  spin?: boolean;
  title?: string;
}

/** With more of them nobody follows one, and each turning icon costs the browser a layer of its own. */
const FEW = 20;
let turning = 0;

function count(by: number): void {
  turning += by;
  document.documentElement.toggleAttribute('data-busy', turning > FEW);
}

function useTurning(turns: boolean): void {
  useEffect(() => {
    if (!turns) return;
    count(1);
    return () => count(-1);
  }, [turns]);
}

/** A small tinted label in one of the state colours. */
export function Pill({ tone, icon: Icon, ground, spin, title, children }: PillProps) {
  useTurning(spin ?? false);
  return (
    <span className={classes.pill} data-tone={tone} data-ground={ground} title={title}>
      {Icon && <Icon size={12} stroke={2} className={spin ? classes.spin : undefined} />}
      <span className={classes.word}>{children}</span>
    </span>
  );
}

/** Tells what a test of a draft does from real work. */
export function TestBadge() {
  return (
    <Pill tone="gray" ground="dashed" title={text.common.testHint}>
      {text.common.test}
    </Pill>
  );
}

interface StatusPillProps {
  status: RunStatus | NodeStatus | StateName;
  /** The kinds of the open suspensions: a person or time is waited for. */
  kinds?: readonly SuspensionKind[];
  /** Says more than the table's word: "Waiting for managers". */
  label?: string;
}

export function StatusPill({ status, kinds, label }: StatusPillProps) {
  const state = look(stateOf(status, kinds));
  return (
    <Pill
      tone={state.tone}
      icon={state.icon}
      ground={state.ground}
      spin={state.motion === 'spin'}
      title={label ? state.word : undefined}
    >
      {label ?? state.word}
    </Pill>
  );
}
