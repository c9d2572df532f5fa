/** Automatic layout from left to right through dagre; returns places and changes nothing. */

import dagre from '@dagrejs/dagre';
import { cornerOf } from './clipboard';
import { type Graph, hasPosition, type Point } from './types';

type Drawing = InstanceType<typeof dagre.graphlib.Graph>;

export interface Size {
  width: number;
  height: number;
}

export const GRID = 20;
export const CARD: Size = { width: 224, height: 58 };
// A card that waits grows by its reason and its buttons; it must not reach the card below.
const ROOM = 124;

export function snap(point: Point): Point {
  return { x: Math.round(point.x / GRID) * GRID, y: Math.round(point.y / GRID) * GRID };
}

/** Places the chosen nodes (all of them without a choice) and keeps the corner where they were. */
export function layout(
  graph: Graph,
  sizes: ReadonlyMap<string, Size> = new Map(),
  only?: ReadonlySet<string>,
): Map<string, Point> {
  const chosen = graph.nodes.filter((node) => !only || only.has(node.id));
  if (chosen.length === 0) return new Map();
  const drawing = new dagre.graphlib.Graph({ multigraph: true });
  drawing.setGraph({ rankdir: 'LR', nodesep: ROOM, ranksep: 108, marginx: 0, marginy: 0 });
  drawing.setDefaultEdgeLabel(() => ({}));
  for (const node of chosen) drawing.setNode(node.id, { ...(sizes.get(node.id) ?? CARD) });
  for (const edge of graph.edges) {
    if (edge.source === edge.target) continue;
    if (drawing.hasNode(edge.source) && drawing.hasNode(edge.target)) {
      drawing.setEdge(edge.source, edge.target, {}, edge.id);
    }
  }
  dagre.layout(drawing);
  if (upsideDown(graph, drawing)) flip(drawing);
  return anchored(drawing, chosen.every(hasPosition) ? cornerOf(chosen) : { x: 0, y: 0 });
}

/** True when the first lines of most nodes lead below their later ones: people read from the top. */
function upsideDown(graph: Graph, drawing: Drawing): boolean {
  let balance = 0;
  const above = new Map<string, number>();
  for (const { source, target } of graph.edges) {
    if (!drawing.hasNode(source) || !drawing.hasNode(target)) continue;
    const { y } = drawing.node(target) as Point;
    const last = above.get(source);
    if (last !== undefined) balance += Math.sign(last - y);
    above.set(source, y);
  }
  return balance > 0;
}

function flip(drawing: Drawing): void {
  for (const id of drawing.nodes()) {
    const place = drawing.node(id) as Point;
    place.y = -place.y;
  }
}

function anchored(drawing: Drawing, corner: Point): Map<string, Point> {
  const corners = drawing.nodes().map((id) => {
    const { x, y, width, height } = drawing.node(id) as Point & Size;
    return { id, x: x - width / 2, y: y - height / 2 };
  });
  const left = Math.min(...corners.map((place) => place.x));
  const top = Math.min(...corners.map((place) => place.y));
  const shift = (place: Point): Point =>
    snap({ x: place.x - left + corner.x, y: place.y - top + corner.y });
  return new Map(corners.map((place) => [place.id, shift(place)]));
}

/** A free place near `wanted`, moved down by the grid while a card is there. */
export function freePlace(graph: Graph, wanted: Point): Point {
  let place = snap(wanted);
  const crowded = (at: Point): boolean =>
    graph.nodes.some((node) => {
      const { x, y } = { x: Number(node.ui.x ?? 0), y: Number(node.ui.y ?? 0) };
      return Math.abs(x - at.x) < CARD.width && Math.abs(y - at.y) < CARD.height + GRID;
    });
  while (crowded(place)) place = { x: place.x, y: place.y + GRID };
  return place;
}

/** Gives places to the nodes of a graph that was written without them; others stay as they are. */
export function withPlaces(graph: Graph): Graph {
  if (graph.nodes.every(hasPosition)) return graph;
  const places = layout(graph);
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({ ...node, ui: { ...node.ui, ...places.get(node.id) } })),
  };
}
