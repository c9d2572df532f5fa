// The tinted tile of a node type: its icon, on the colour of its category.
import type { NodeType } from '../graph/types';
import type { Tone } from '../ui/states';
import classes from './card/card.module.css';
import { iconNamed } from './iconNames';

const TINTS: [RegExp, Tone][] = [
  [/people|human|person|decision/i, 'violet'],
  [/wait|time|outside|event/i, 'cyan'],
  [/flow|control|logic|route/i, 'amber'],
  [/data|input|output|connect|http|mail|message|integration/i, 'blue'],
];

function tintOf(category: string | undefined): Tone {
  return TINTS.find(([pattern]) => pattern.test(category ?? ''))?.[1] ?? 'gray';
}

interface NodeIconProps {
  type: NodeType | undefined;
  /** The side of the tile in pixels: 32 on a card, 26 in lists. */
  size?: number;
}

export function NodeIcon({ type, size = 32 }: NodeIconProps) {
  const Icon = iconNamed(type?.icon ?? 'help');
  const tone = tintOf(type?.category);
  return (
    <span
      className={classes.tile}
      aria-hidden="true"
      style={{
        width: size,
        height: size,
        borderRadius: size > 28 ? 8 : 7,
        color: `var(--f-${tone})`,
        background: `var(--f-${tone}-soft)`,
      }}
    >
      <Icon size={Math.round(size * 0.57)} stroke={1.8} />
    </span>
  );
}
