// Tells the style sheets that the camera is so far away that the small parts of cards need not be drawn.
import { useStore } from '@xyflow/react';
import { useEffect } from 'react';

/** Words of 12 px are 3 px high there. */
const FAR = 0.25;

export function Far() {
  const isFar = useStore((state) => state.transform[2] < FAR);
  const canvas = useStore((state) => state.domNode);
  useEffect(() => {
    canvas?.toggleAttribute('data-far', isFar);
  }, [canvas, isFar]);
  return null;
}
