// The upper edge of the panel under the canvas: dragged, or moved by the arrow keys, it makes it higher.
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { text } from '../../strings';
import classes from './bottom.module.css';
import { LEAST, most } from './useBottom';

const STEP = 24;

interface EdgeProps {
  height: number;
  onHeight: (height: number) => void;
}

export function Edge({ height, onHeight }: EdgeProps) {
  const start = useRef<{ y: number; height: number } | null>(null);
  const grab = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { y: event.clientY, height };
  };
  const move = ({ clientY }: PointerEvent) => {
    if (start.current) onHeight(start.current.height + start.current.y - clientY);
  };
  const drop = () => {
    start.current = null;
  };
  const press = (event: KeyboardEvent) => {
    const keys: Record<string, number> = {
      ArrowUp: height + STEP,
      ArrowDown: height - STEP,
      Home: LEAST,
      End: most(window.innerHeight),
    };
    const next = keys[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onHeight(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule between contents cannot be moved
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={text.bottom.resize}
      aria-valuenow={height}
      aria-valuemin={LEAST}
      aria-valuemax={most(window.innerHeight)}
      tabIndex={0}
      className={classes.edge}
      onPointerDown={grab}
      onPointerMove={move}
      onPointerUp={drop}
      onPointerCancel={drop}
      onKeyDown={press}
    />
  );
}
