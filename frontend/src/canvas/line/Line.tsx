// One edge: a smooth step with an arrow head and its action as a pill in the middle.
import { type EdgeProps, getSmoothStepPath } from '@xyflow/react';
import { memo } from 'react';
import type { LineEdge } from '../flow';
import { type Passage, usePassageOfAll, useRuns } from '../runView';
import { useScene } from '../scene';
import { ActionPill } from './ActionPill';
import classes from './line.module.css';

type Look = 'plain' | 'taken' | 'flowing' | 'selected';
const LOOKS: Look[] = ['plain', 'taken', 'flowing', 'selected'];

function lookOf(selected: boolean, flowing: boolean, passage: Passage | undefined): Look {
  if (selected) return 'selected';
  if (flowing) return 'flowing';
  return passage === 'taken' ? 'taken' : 'plain';
}

/** A line that leads back passes below the cards between its ends. */
const below = ({ sourceY, targetY }: EdgeProps<LineEdge>) => Math.max(sourceY, targetY) + 120;

function LineBody(props: EdgeProps<LineEdge>) {
  const { id, data, selected = false } = props;
  const { run, takenEdges, marks } = useScene();
  const ids = [id, ...(data?.also ?? []).map(({ edge }) => edge.id)];
  const logged = usePassageOfAll(run, ids);
  const known = ids.some((one) => takenEdges?.has(one)) ? 'taken' : undefined;
  const passage = takenEdges ? known : logged;
  const flowing = useRuns(run, props.target, passage === 'taken');
  const [path, x, y] = getSmoothStepPath({
    ...props,
    borderRadius: 10,
    offset: 24,
    ...(props.targetX < props.sourceX && { centerY: below(props) }),
  });
  return (
    <>
      <path
        className={classes.line}
        d={path}
        markerEnd={`url(#f-arrow-${lookOf(selected, flowing, passage)})`}
        data-passage={passage}
        data-flowing={flowing}
        data-selected={selected}
        data-change={ids.map((one) => marks?.get(one)).find(Boolean)}
        data-kind={data?.edge.target_handle ? 'data' : 'control'}
      />
      <path
        className="react-flow__edge-interaction"
        d={path}
        fill="none"
        strokeOpacity={0}
        strokeWidth={20}
      />
      {data && (
        <ActionPill
          lines={[data, ...(data.also ?? [])]}
          x={x}
          y={y}
          selected={selected}
          passage={passage}
        />
      )}
    </>
  );
}

export const Line = memo(LineBody);

/** The arrow heads that lines point with; once a canvas. */
export function ArrowHeads() {
  return (
    <svg width="0" height="0" style={{ position: 'absolute' }} aria-hidden="true">
      <defs>
        {LOOKS.map((look) => (
          <marker
            key={look}
            id={`f-arrow-${look}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="9"
            markerHeight="9"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path className={classes.arrow} data-look={look} d="M0.5 0.8 L7.4 4 L0.5 7.2 Z" />
          </marker>
        ))}
      </defs>
    </svg>
  );
}
