// Notes and groups as nodes of React Flow, and lines that end at a folded group; keeps what is unchanged.
import type { Node } from '@xyflow/react';
import { around } from '../../graph/arrange/guides';
import { type Group, groupIdOf, groupsOf } from '../../graph/drawn/groups';
import { type Note, notesOf } from '../../graph/drawn/notes';
import { CARD } from '../../graph/layout';
import type { Graph } from '../../graph/types';
import { text } from '../../strings';
import { asBefore, type CardNode, inHandle, type LineEdge, outHandle } from '../flow';

export type NoteNode = Node<{ note: Note }, 'note'>;
export type FrameNode = Node<{ group: Group; members: string[]; whole: boolean }, 'frame'>;
export type DrawnNode = CardNode | NoteNode | FrameNode;

const NOTE = 'note:';
const FRAME = 'group:';
const ROOM = { side: 20, top: 44, bottom: 20 };

export const noteKey = (id: string): string => NOTE + id;
const frameKey = (id: string): string => FRAME + id;

/** The note's own id behind the id of its node; null for anything else. */
export const noteOf = (key: string): string | null =>
  key.startsWith(NOTE) ? key.slice(NOTE.length) : null;
export const frameOf = (key: string): string | null =>
  key.startsWith(FRAME) ? key.slice(FRAME.length) : null;

export function noteNodes(
  before: NoteNode[],
  graph: Graph,
  selected: ReadonlySet<string>,
): NoteNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  const next = notesOf(graph).map((note): NoteNode => {
    const id = noteKey(note.id);
    const old = known.get(id);
    const chosen = selected.has(note.id);
    const { x, y, width, height } = note;
    const samePlace = old?.position.x === x && old.position.y === y;
    const sameSize = old?.width === width && old.height === height;
    if (old?.data.note === note && samePlace && sameSize && old.selected === chosen) return old;
    return {
      ...old,
      id,
      type: 'note',
      position: { x, y },
      width,
      height,
      measured: { width, height },
      data: { note },
      selected: chosen,
      zIndex: -1,
      ariaLabel: text.canvas.note.label(note.text || text.canvas.note.empty),
    };
  });
  return asBefore(before, next);
}

/** The frame around the cards of a group where they stand now; a folded one is as large as a card. */
function frame(group: Group, cards: readonly CardNode[]): FrameNode | null {
  const box = around(
    cards.map(({ id, position, measured }) => ({
      id,
      ...position,
      width: measured?.width ?? CARD.width,
      height: measured?.height ?? CARD.height,
    })),
  );
  if (!box) return null;
  const { side, top, bottom } = ROOM;
  const place = group.collapsed
    ? { x: box.x, y: box.y, ...CARD }
    : {
        x: box.x - side,
        y: box.y - top,
        width: box.width + 2 * side,
        height: box.height + top + bottom,
      };
  const { x, y, width, height } = place;
  return {
    id: frameKey(group.id),
    type: 'frame',
    position: { x, y },
    width,
    height,
    measured: { width, height },
    data: {
      group,
      members: cards.map((card) => card.id),
      whole: cards.every((card) => card.selected),
    },
    selectable: false,
    focusable: false,
    connectable: false,
    dragHandle: '.f-frame-handle',
    zIndex: group.collapsed ? 0 : -2,
    ...(!group.collapsed && { style: { pointerEvents: 'none' } }),
  };
}

/** With `open` also folded groups are drawn around their nodes, for where nothing can be unfolded. */
export function frameNodes(cards: readonly CardNode[], graph: Graph, open = false): FrameNode[] {
  const groups = groupsOf(graph).map((group) => (open ? { ...group, collapsed: false } : group));
  if (groups.length === 0) return [];
  const held = new Map<string, CardNode[]>();
  for (const card of cards) {
    const id = groupIdOf(card.data.node, graph);
    if (id !== null) held.set(id, [...(held.get(id) ?? []), card]);
  }
  return groups.flatMap((group) => frame(group, held.get(group.id) ?? []) ?? []);
}

/** Which nodes are hidden in a folded group, and in which. */
export function foldedIn(graph: Graph): Map<string, string> {
  const folded = new Set(groupsOf(graph).flatMap(({ id, collapsed }) => (collapsed ? [id] : [])));
  if (folded.size === 0) return new Map();
  return new Map(
    graph.nodes.flatMap((node): [string, string][] => {
      const id = groupIdOf(node, graph);
      return id !== null && folded.has(id) ? [[node.id, id]] : [];
    }),
  );
}

/** Lines into and out of a folded group end at its card; those within it are hidden. */
export function foldLines(edges: LineEdge[], folded: ReadonlyMap<string, string>): LineEdge[] {
  if (folded.size === 0) return edges;
  const ends = edges.flatMap((edge): LineEdge[] => {
    const from = folded.get(edge.source);
    const to = folded.get(edge.target);
    if (from === undefined && to === undefined) return [edge];
    if (from === to) return [];
    return [
      {
        ...edge,
        ...(from !== undefined && { source: frameKey(from), sourceHandle: outHandle(null) }),
        ...(to !== undefined && { target: frameKey(to), targetHandle: inHandle(null) }),
      },
    ];
  });
  return together(ends);
}

/** Lines that would lie upon each other become one, which says the words of all. */
function together(edges: readonly LineEdge[]): LineEdge[] {
  const found = new Map<string, LineEdge>();
  for (const edge of edges) {
    const atFrame = frameOf(edge.source) !== null || frameOf(edge.target) !== null;
    const key = atFrame ? `${edge.source}>${edge.target}` : edge.id;
    const first = found.get(key);
    if (!first?.data || !edge.data) found.set(key, edge);
    else {
      const also = [...(first.data.also ?? []), edge.data];
      found.set(key, { ...first, data: { ...first.data, also } });
    }
  }
  return [...found.values()];
}
