// The line in hand while connecting: indigo, red over a port that cannot take it.
import { type ConnectionLineComponentProps, getSmoothStepPath } from '@xyflow/react';
import type { DrawnNode } from '../../canvas/drawn/drawn';
import classes from '../../canvas/line/line.module.css';

export function HandLine(props: ConnectionLineComponentProps<DrawnNode>) {
  const [path] = getSmoothStepPath({
    sourceX: props.fromX,
    sourceY: props.fromY,
    sourcePosition: props.fromPosition,
    targetX: props.toX,
    targetY: props.toY,
    targetPosition: props.toPosition,
    borderRadius: 10,
  });
  return <path className={classes.hand} data-status={props.connectionStatus} d={path} />;
}
