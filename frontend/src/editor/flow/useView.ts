// Gives the session its view of the canvas: places, sizes and the camera.
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { type RefObject, useEffect } from 'react';
import { FIT } from '../../canvas/CanvasTools';
import type { CardNode } from '../../canvas/flow';
import { eased } from '../../canvas/motion';
import { CARD } from '../../graph/layout';
import type { Point } from '../../graph/types';
import type { EditorSession } from '../state/session';
import type { View } from '../state/view';

const EASE = { duration: eased(140) };

export function useView(session: EditorSession, ground: RefObject<HTMLDivElement | null>): void {
  const flow = useReactFlow<CardNode>();
  const store = useStoreApi();
  useEffect(() => {
    let pointer: Point | null = null;
    const track = (event: PointerEvent) => {
      pointer = { x: event.clientX, y: event.clientY };
    };
    const forget = () => {
      pointer = null;
    };
    const element = ground.current;
    const centreOnScreen = (): Point => {
      const box = element?.getBoundingClientRect();
      return box ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : { x: 0, y: 0 };
    };
    const named = (ids?: Iterable<string>) => (ids ? [...ids].map((id) => ({ id })) : undefined);
    const view: View = {
      toFlow: (screen) => flow.screenToFlowPosition(screen),
      centre: () => flow.screenToFlowPosition(centreOnScreen()),
      centreOnScreen,
      pointer: () => flow.screenToFlowPosition(pointer ?? centreOnScreen()),
      besideNode: (id) => {
        const node = id === null ? undefined : flow.getInternalNode(id);
        if (!node) return null;
        const { x, y } = node.internals.positionAbsolute;
        return { x: x + CARD.width + 96, y: y + CARD.height / 2 };
      },
      sizes: () =>
        new Map(
          flow.getNodes().map((node) => [
            node.id,
            {
              width: node.measured?.width ?? CARD.width,
              height: node.measured?.height ?? CARD.height,
            },
          ]),
        ),
      // Waits a frame: nodes that were just moved or added must be drawn first.
      fit: (ids) => void requestAnimationFrame(() => flow.fitView({ ...FIT, nodes: named(ids) })),
      reveal: (ids) =>
        requestAnimationFrame(() => {
          for (const id of ids) keepInView(id);
        }),
      zoomIn: () => void flow.zoomIn(EASE),
      zoomOut: () => void flow.zoomOut(EASE),
      zoomTo: (level) => void flow.zoomTo(level, EASE),
      focusNode: (id) => {
        const found = element?.querySelector<HTMLElement>(
          `.react-flow__node[data-id="${CSS.escape(id)}"]`,
        );
        found?.focus();
        keepInView(id);
      },
    };
    /** Pans only when the node is outside of what can be seen. */
    const keepInView = (id: string) => {
      const node = store.getState().nodeLookup.get(id);
      const { transform, width, height } = store.getState();
      if (!node) return;
      const [left, top, zoom] = transform;
      const x = node.internals.positionAbsolute.x * zoom + left;
      const y = node.internals.positionAbsolute.y * zoom + top;
      if (x < 0 || y < 0 || x + 224 * zoom > width || y + 60 * zoom > height - 80) {
        const { x: nx, y: ny } = node.internals.positionAbsolute;
        void flow.setCenter(nx + 112, ny + 30, { zoom, ...EASE });
      }
    };
    session.view = view;
    element?.addEventListener('pointermove', track);
    element?.addEventListener('pointerleave', forget);
    return () => {
      session.view = null;
      element?.removeEventListener('pointermove', track);
      element?.removeEventListener('pointerleave', forget);
    };
  }, [session, ground, flow, store]);
}
