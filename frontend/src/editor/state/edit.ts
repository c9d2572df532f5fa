// What people do in the editor, each as one named step on the session; buttons, keys and menus call these.
import { outHandle, portOf } from '../../canvas/flow';
import type { Pending } from '../../canvas/scene';
import { applyAll } from '../../graph/changes';
import { type Clip, copy, cornerOf, paste } from '../../graph/clipboard';
import { forgetEmptied } from '../../graph/drawn/groups';
import { moveNotes, notesOf, removeNotes } from '../../graph/drawn/notes';
import { addNode, connect, insertOnEdge, move, newNode, remove, setEdge } from '../../graph/edits';
import { idsOf } from '../../graph/ids';
import { freePlace, GRID, layout, snap } from '../../graph/layout';
import { type Connection, matchingOutput, outputsOf, refusal } from '../../graph/ports';
import { type NodeType, type Point, positionOf } from '../../graph/types';
import { text } from '../../strings';
import type { EditorSession } from './session';

const s = text.editor.steps;
const c = text.canvas.steps;

/** Completes a connection to a data port with the output field that fits it best. */
export function completed(session: EditorSession, wanted: Connection): Connection {
  if (wanted.target_handle === null || wanted.source_handle !== null) return wanted;
  const source = session.node(wanted.source);
  const typeOf = (id: string) => session.types.get(session.node(id)?.type ?? '');
  const inputs = typeOf(wanted.target)?.inputs ?? [];
  const port = inputs.find((input) => input.name === wanted.target_handle);
  if (!port) return wanted;
  const outputs = outputsOf(source, typeOf(wanted.source));
  return { ...wanted, source_handle: matchingOutput(outputs, port) };
}

export const refusalOf = (session: EditorSession, wanted: Connection): string | null =>
  refusal(session.graph.get(), completed(session, wanted), session.types);

/** Connects two ports; returns why not, or null when done. */
export function connectPorts(session: EditorSession, wanted: Connection): string | null {
  const whole = completed(session, wanted);
  const refused = refusal(session.graph.get(), whole, session.types);
  if (refused) return refused;
  session.do(s.connect, connect(session.graph.get(), whole, session.types));
  return null;
}

/** A line in hand and a node to end at, as a connection to the node's control port. */
export function connectionOf(pending: Pending, node: string): Connection {
  const free = { source_handle: null, target_handle: null };
  return pending.side === 'out'
    ? { ...free, source: pending.node, source_handle: pending.handle, target: node }
    : { ...free, source: node, target: pending.node, target_handle: pending.handle };
}

/** Adds a node, connected to the line in hand when there is one, and selects it. */
export function add(session: EditorSession, type: NodeType, at: Point, from?: Pending): void {
  const graph = session.graph.get();
  const node = newNode(graph, type, freePlace(graph, at));
  const added = addNode(graph, node);
  const after = applyAll(graph, added);
  const wanted = from && connectionOf(from, node.id);
  const fits = wanted && refusal(after, wanted, session.types) === null;
  const lines = fits ? connect(after, wanted, session.types) : [];
  session.do(s.add(type.title), [...added, ...lines]);
  session.select([node.id]);
}

/** Adds a node on a line, between its two ends. */
export function addOnEdge(session: EditorSession, type: NodeType, at: Point, edgeId: string): void {
  const graph = session.graph.get();
  const edge = session.edge(edgeId);
  if (!edge) {
    add(session, type, at);
    return;
  }
  const node = newNode(graph, type, freePlace(graph, at));
  session.do(s.insert(type.title), insertOnEdge(graph, edge, node, type));
  session.select([node.id]);
}

/** Halfway between the cards that a line joins. */
export function placeOnEdge(session: EditorSession, edgeId: string): Point | null {
  const edge = session.edge(edgeId);
  const from = session.node(edge?.source);
  const to = session.node(edge?.target);
  if (!from || !to) return null;
  const [a, b] = [positionOf(from), positionOf(to)];
  return snap({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
}

/** The place for a node added by a click: right of the selected one, else in the middle. */
export function placeForClick(session: EditorSession): Point {
  const sole = session.soleNode();
  if (sole) return { x: positionOf(sole).x + 320, y: positionOf(sole).y };
  const centre = session.view?.centre() ?? { x: 0, y: 0 };
  return { x: centre.x - 112, y: centre.y - 29 };
}

export function deleteSelection(session: EditorSession): number {
  const { nodes, edges, notes } = session.selection.get();
  const graph = session.graph.get();
  const count = nodes.size + edges.size + notes.size;
  if (count === 0) return 0;
  const only = notes.size === count;
  session.do(only ? c.removeNotes(count) : s.remove(nodes.size, edges.size), [
    ...forgetEmptied(graph, nodes),
    ...removeNotes(graph, notes),
    ...remove(graph, nodes, edges),
  ]);
  return count;
}

export const copySelection = (session: EditorSession): Clip | null => {
  const { nodes, notes } = session.selection.get();
  return nodes.size + notes.size > 0 ? copy(session.graph.get(), nodes, notes) : null;
};

/** What was pasted at one place twice would lie exactly over itself. */
function besideTwins(session: EditorSession, at: Point): Point {
  const graph = session.graph.get();
  const places = [...graph.nodes.map(positionOf), ...notesOf(graph)];
  let place = at;
  while (places.some(({ x, y }) => x === place.x && y === place.y)) {
    place = { x: place.x + GRID * 2, y: place.y + GRID * 2 };
  }
  return place;
}

/** Puts a clip under the pointer, or beside where it came from when that place is in use. */
export function pasteClip(session: EditorSession, clip: Clip, keepIncoming = false): void {
  const corner = cornerOf(clip.nodes, clip.notes);
  const pointer = session.view?.pointer() ?? { x: corner.x + 40, y: corner.y + 40 };
  const place = besideTwins(session, snap(pointer));
  const offset = { x: place.x - corner.x, y: place.y - corner.y };
  insertClip(session, clip, offset, s.paste(sizeOf(clip)), keepIncoming);
}

export function duplicate(session: EditorSession): void {
  const clip = copySelection(session);
  if (clip) insertClip(session, clip, { x: 40, y: 60 }, s.duplicate(sizeOf(clip)), true);
}

const sizeOf = (clip: Clip): number => clip.nodes.length + clip.notes.length;

function insertClip(
  session: EditorSession,
  clip: Clip,
  offset: Point,
  name: string,
  incoming: boolean,
): void {
  const { changes, ids, notes } = paste(session.graph.get(), clip, offset, incoming);
  session.do(name, changes);
  session.select(ids, [], notes);
}

export function selectAll(session: EditorSession): void {
  const graph = session.graph.get();
  session.select(idsOf(graph.nodes), idsOf(graph.edges), idsOf(notesOf(graph)));
}

/** Lays out the selection when several nodes are selected, else everything. */
export function autoLayout(session: EditorSession): void {
  const { nodes } = session.selection.get();
  const only = nodes.size > 1 ? nodes : undefined;
  const graph = session.graph.get();
  const places = layout(graph, session.view?.sizes(), only);
  session.do(s.layout, move(graph, places));
  if (!only) session.view?.fit();
}

export function nudge(session: EditorSession, x: number, y: number): void {
  const { nodes, notes } = session.selection.get();
  const graph = session.graph.get();
  const moved = (at: Point): Point => ({ x: at.x + x * GRID, y: at.y + y * GRID });
  const cards = graph.nodes.filter((node) => nodes.has(node.id));
  const papers = notesOf(graph).filter((note) => notes.has(note.id));
  const changes = [
    ...move(graph, new Map(cards.map((node) => [node.id, moved(positionOf(node))]))),
    ...moveNotes(graph, new Map(papers.map((note) => [note.id, moved(note)]))),
  ];
  session.do(s.nudge, changes, `nudge/${[...nodes, ...notes].join()}`);
}

export function chooseAction(session: EditorSession, edgeId: string, action: string | null): void {
  const edge = session.edge(edgeId);
  if (edge) session.do(s.action, setEdge(edge, 'action', action));
}

/** Reads "out:comment" and the like from a canvas gesture. */
export const pendingOf = (node: string, handle: string | null, type: string | null): Pending => ({
  node,
  handle: handle === outHandle(null) || handle === 'in' ? null : portOf(handle),
  side: type === 'target' ? 'in' : 'out',
});
