// Putting what is selected in order: align, space, line up, and moving it as one; each is one named step.
import {
  type Axis,
  aligned,
  type Box,
  linedUp,
  type Side,
  spaced,
} from '../../graph/arrange/align';
import { moveNotes, notesOf } from '../../graph/drawn/notes';
import { move } from '../../graph/edits';
import { CARD } from '../../graph/layout';
import { type Point, positionOf } from '../../graph/types';
import { text } from '../../strings';
import type { EditorSession } from './session';

const s = text.canvas.steps;
/** Notes and nodes have names of their own; on the canvas both are boxes. */
const NOTE = 'note:';

/** The selected nodes and notes as boxes, with the sizes that they have on the screen. */
function selectedBoxes(session: EditorSession): Box[] {
  const { nodes, notes } = session.selection.get();
  const graph = session.graph.get();
  const sizes = session.view?.sizes();
  return [
    ...graph.nodes
      .filter((node) => nodes.has(node.id))
      .map((node) => ({ id: node.id, ...positionOf(node), ...(sizes?.get(node.id) ?? CARD) })),
    ...notesOf(graph)
      .filter((note) => notes.has(note.id))
      .map(({ id, x, y, width, height }) => ({ id: NOTE + id, x, y, width, height })),
  ];
}

/** Moves nodes and notes in one step; the keys of `places` are those of boxes. */
export function placeBoxes(
  session: EditorSession,
  name: string,
  places: ReadonlyMap<string, Point>,
): void {
  const graph = session.graph.get();
  const notes = [...places].filter(([id]) => id.startsWith(NOTE));
  const named = notes.map(([id, at]): [string, Point] => [id.slice(NOTE.length), at]);
  session.do(name, [...move(graph, places), ...moveNotes(graph, new Map(named))]);
}

export function align(session: EditorSession, side: Side): void {
  placeBoxes(session, s.align, aligned(selectedBoxes(session), side));
}

export function distribute(session: EditorSession, axis: Axis): void {
  placeBoxes(session, s.distribute, spaced(selectedBoxes(session), axis));
}

/** Makes a row or a column of what nearly is one. */
export function lineUp(session: EditorSession, evenly: boolean): void {
  const boxes = selectedBoxes(session);
  if (boxes.length > 1) placeBoxes(session, evenly ? s.space : s.align, linedUp(boxes, evenly));
}
