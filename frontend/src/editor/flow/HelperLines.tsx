// The helper lines of a drag, drawn over the cards whose edges or middles they join.
import { ViewportPortal } from '@xyflow/react';
import { useCell } from '../../canvas/cell';
import { useSession } from '../state/context';
import classes from './flow.module.css';

const BEYOND = 12;

export function HelperLines() {
  const guides = useCell(useSession().guides);
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => {
        const start = from - BEYOND;
        const length = to - from + 2 * BEYOND;
        const place =
          axis === 'x'
            ? { left: at, top: start, width: 0, height: length }
            : { left: start, top: at, width: length, height: 0 };
        return (
          <div
            key={`${axis}${at}`}
            className={classes.guide}
            data-axis={axis}
            data-testid="guide"
            style={place}
          />
        );
      })}
    </ViewportPortal>
  );
}
