// What a drag from the palette carries, and reading it where it is dropped.
import type { DragEvent } from 'react';

const MARK = 'application/x-fermata-node';
let current: string | null = null;

export function startDrag(event: DragEvent, type: string): void {
  current = type;
  event.dataTransfer.setData(MARK, type);
  event.dataTransfer.effectAllowed = 'copy';
}

export function endDrag(): void {
  current = null;
}

/** The node type in hand; while over the canvas browsers hide the data, so it is remembered here too. */
export function draggedType(event: DragEvent): string | null {
  if (!event.dataTransfer.types.includes(MARK)) return null;
  return event.dataTransfer.getData(MARK) || current;
}
