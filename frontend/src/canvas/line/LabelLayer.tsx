// Where the words of lines are drawn: React Flow's own layer between lines and cards, looked up once a canvas.
import { useStore } from '@xyflow/react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';

const known = new WeakMap<Element, Element | null>();

/** React Flow's own `EdgeLabelRenderer` looks the layer up for each line at each move of the camera. */
function layerOf(canvas: Element | null): Element | null {
  if (!canvas) return null;
  const found = known.get(canvas) ?? canvas.querySelector('.react-flow__edgelabel-renderer');
  known.set(canvas, found);
  return found;
}

export function OnLabelLayer({ children }: { children: ReactNode }) {
  const layer = useStore((state) => layerOf(state.domNode));
  return layer && createPortal(children, layer);
}
