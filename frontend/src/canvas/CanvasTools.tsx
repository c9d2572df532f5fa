// The small bar at the lower left (fit, zoom, what the page adds) and the overview at the lower right.
import { IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { Background, MiniMap, useReactFlow, useStore } from '@xyflow/react';
import { type ReactNode, useEffect, useState } from 'react';
import { GRID } from '../graph/layout';
import { seldom } from '../live/gather';
import { text } from '../strings';
import { look, stateOf } from '../ui/states';
import classes from './canvas.module.css';
import type { DrawnNode } from './drawn/drawn';
import { Far } from './Far';
import { eased } from './motion';
import type { RunView } from './runView';
import { SmallButton } from './SmallButton';
import { useScene } from './scene';

const t = text.editor.canvas;

/** Room for the tools at the left and the run bar below. */
export const FIT = {
  padding: { top: '44px', left: '68px', right: '28px', bottom: '88px' },
  maxZoom: 1,
  duration: eased(160),
} as const;

/** Dots of one size on the screen at every zoom; further out fewer of them, so that they stay quiet. */
export function DotGrid() {
  const zoom = useStore((state) => state.transform[2]);
  const every = zoom < 0.35 ? 4 : zoom < 0.75 ? 2 : 1;
  return (
    <>
      <Far />
      <Background gap={GRID * every} size={2 / zoom} color="var(--f-dot)" />
    </>
  );
}

export function CanvasTools({ children }: { children?: ReactNode }) {
  const flow = useReactFlow();
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className={classes.tools} role="toolbar" aria-label={t.tools}>
      {children}
      <SmallButton label={t.fit} icon={IconMaximize} onClick={() => void flow.fitView(FIT)} />
      <SmallButton
        label={t.zoomOut}
        icon={IconMinus}
        onClick={() => void flow.zoomOut({ duration: eased(140) })}
      />
      <button
        type="button"
        className={classes.zoom}
        aria-label={t.zoomFrom(zoom)}
        onClick={() => void flow.zoomTo(1, { duration: eased(140) })}
      >
        {zoom} %
      </button>
      <SmallButton
        label={t.zoomIn}
        icon={IconPlus}
        onClick={() => void flow.zoomIn({ duration: eased(140) })}
      />
    </div>
  );
}

const PULSE = 250;

/** Draws again while a run goes on, but not for each of its events. */
function usePulse(run: RunView | null): void {
  const [, beat] = useState(0);
  useEffect(() => {
    if (!run) return;
    const again = seldom(() => beat((count) => count + 1), PULSE);
    const stops = [run.listen('events', again), run.listen('head', again)];
    return () => stops.forEach((stop) => void stop());
  }, [run]);
}

const QUIET = new Set(['pending', 'skipped', 'cancelled']);

export function Overview() {
  const { run } = useScene();
  usePulse(run);
  const colour = (node: DrawnNode): string => {
    if (node.type === 'note') return 'var(--f-amber-soft)';
    if (node.type === 'frame') return 'var(--f-line)';
    const live = run?.node(node.id);
    const wait = run?.suspensionOf(node.id);
    if (!live || QUIET.has(live.status)) return 'var(--f-line-strong)';
    return `var(--f-${look(stateOf(live.status, wait ? [wait.kind] : [])).tone})`;
  };
  return (
    <MiniMap<DrawnNode>
      className={classes.overview}
      nodeColor={colour}
      nodeBorderRadius={16}
      maskColor="var(--f-overview-mask)"
      style={{ width: 132, height: 80 }}
      ariaLabel={t.overview}
      pannable
      zoomable
    />
  );
}
