// Where a canvas starts: everything in view, or, where that were too small to read, the beginning of it.
import { useNodesInitialized, useReactFlow } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import type { CardNode, LineEdge } from './flow';
import { useScene } from './scene';

const READABLE = 0.38;
const NEAR = 0.62;
/** Right of the tools. */
const MARGIN = 68;

/** Moves once, after the first fitting: to what waits, else to where the graph begins. */
export function StartView() {
  const flow = useReactFlow<CardNode, LineEdge>();
  const ready = useNodesInitialized();
  const { run } = useScene();
  const done = useRef(false);
  useEffect(() => {
    if (!ready || done.current) return;
    const frame = requestAnimationFrame(() => {
      done.current = true;
      const nodes = flow.getNodes();
      const { y, zoom } = flow.getViewport();
      if (nodes.length === 0 || zoom >= READABLE) return;
      const waiting = nodes.find((node) => run?.suspensionOf(node.id));
      const start = waiting ?? nodes.reduce((a, b) => (b.position.x < a.position.x ? b : a));
      const screenY = y + start.position.y * zoom;
      void flow.setViewport({
        x: MARGIN - start.position.x * NEAR,
        y: screenY - start.position.y * NEAR,
        zoom: NEAR,
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [ready, flow, run]);
  return null;
}
