// The edge of a panel: dragged, or moved by the arrow keys, it makes the panel larger or smaller.
import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef } from 'react';
import { useRemembered } from '../remembered';
import classes from './sash.module.css';

const STEP = 24;

/** What a panel measures across its sash, in pixels. */
export interface Extent {
  usual: number;
  least: number;
  /** The most in the window as it is now. */
  most: () => number;
}

const clamp = (size: number, { least, most }: Extent): number =>
  Math.round(Math.max(least, Math.min(size, most())));

/** The size that this browser keeps under a name, and how to change it. */
export function useExtent(name: string, extent: Extent): [number, (size: number) => void] {
  const [kept, keep] = useRemembered(name, extent.usual);
  const size = typeof kept === 'number' ? kept : extent.usual;
  return [clamp(size, extent), (next) => keep(clamp(next, extent))];
}

/** Which edge of its panel it is, the key that makes the panel larger, and the one that makes it smaller. */
const SIDES = {
  top: { grow: 'ArrowUp', shrink: 'ArrowDown', orientation: 'horizontal' },
  left: { grow: 'ArrowLeft', shrink: 'ArrowRight', orientation: 'vertical' },
  right: { grow: 'ArrowRight', shrink: 'ArrowLeft', orientation: 'vertical' },
} as const;

type Side = keyof typeof SIDES;

type Place = Pick<PointerEvent, 'clientX' | 'clientY'>;

/** How much larger a panel is for a pointer that went that way. */
function gained(side: Side, from: Place, to: Place): number {
  if (side === 'top') return from.clientY - to.clientY;
  return side === 'left' ? from.clientX - to.clientX : to.clientX - from.clientX;
}

interface SashProps {
  side: Side;
  label: string;
  size: number;
  extent: Extent;
  onSize: (size: number) => void;
}

export function Sash({ side, label, size, extent, onSize }: SashProps) {
  const start = useRef<(Place & { size: number }) | null>(null);
  const { grow, shrink, orientation } = SIDES[side];
  const grab = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { clientX: event.clientX, clientY: event.clientY, size };
  };
  /** Neither words are selected nor what lies under it is dragged along. */
  const hold = (event: MouseEvent<HTMLDivElement>) => {
    event.preventDefault();
    event.currentTarget.focus({ preventScroll: true });
  };
  const move = (event: PointerEvent) => {
    if (start.current) onSize(start.current.size + gained(side, start.current, event));
  };
  const drop = () => {
    start.current = null;
  };
  const press = (event: KeyboardEvent) => {
    const keys: Record<string, number> = {
      [grow]: size + STEP,
      [shrink]: size - STEP,
      Home: extent.least,
      End: extent.most(),
    };
    const next = keys[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSize(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule between contents cannot be moved
    <div
      role="separator"
      aria-orientation={orientation}
      aria-label={label}
      aria-valuenow={size}
      aria-valuemin={extent.least}
      aria-valuemax={extent.most()}
      tabIndex={0}
      className={classes.sash}
      data-side={side}
      onMouseDown={hold}
      onPointerDown={grab}
      onPointerMove={move}
      onPointerUp={drop}
      onPointerCancel={drop}
      onDoubleClick={() => onSize(extent.usual)}
      onKeyDown={press}
    />
  );
}
