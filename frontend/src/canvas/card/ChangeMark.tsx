// What became of a node between two versions, as a pill on the upper edge of its card.
import { text } from '../../strings';
import { Pill } from '../../ui/StatusPill';
import type { Tone } from '../../ui/states';
import type { ChangeKind } from '../scene';
import classes from './card.module.css';

const TONES: Record<ChangeKind, Tone> = { added: 'teal', changed: 'blue', removed: 'red' };

export function ChangeMark({ kind }: { kind: ChangeKind }) {
  return (
    <span className={classes.status}>
      <Pill tone={TONES[kind]}>{text.versions.marks[kind]}</Pill>
    </span>
  );
}
