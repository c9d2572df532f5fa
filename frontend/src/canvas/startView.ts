// Where a canvas starts: everything in view, or, where that were too small to read, the beginning of it.
import type { ReactFlowInstance } from '@xyflow/react';
import type { CardNode, LineEdge } from './flow';

const READABLE = 0.38;
const NEAR = 0.62;
const MARGIN = 24;

/** For `onInit`: leaves the fitted view alone unless its words could not be read. */
export function startView(flow: ReactFlowInstance<CardNode, LineEdge>): void {
  // The fitting itself is done in the frame after the nodes were measured.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const nodes = flow.getNodes();
      if (nodes.length === 0 || flow.getZoom() >= READABLE) return;
      const waiting = nodes.find((node) =>
        document.querySelector(
          `.react-flow__node[data-id="${CSS.escape(node.id)}"] [data-state^="waiting"]`,
        ),
      );
      const first = waiting ?? nodes.reduce((a, b) => (b.position.x < a.position.x ? b : a));
      const { y } = flow.getViewport();
      const middle = nodes.reduce((sum, node) => sum + node.position.y, 0) / nodes.length;
      const screenY = y + middle * flow.getZoom();
      void flow.setViewport({
        x: MARGIN - first.position.x * NEAR,
        y: screenY - first.position.y * NEAR,
        zoom: NEAR,
      });
    }),
  );
}
