// What a drag moves: cards, notes, and with the frame of a group all that is in it; it settles on lines.
import type { NodeChange, NodePositionChange } from '@xyflow/react';
import { type DrawnNode, type FrameNode, frameOf, type NoteNode } from '../../canvas/drawn/drawn';
import type { CardNode } from '../../canvas/flow';
import type { Box } from '../../graph/arrange/align';
import { around, type Guide, settle } from '../../graph/arrange/guides';
import { CARD } from '../../graph/layout';
import type { Point } from '../../graph/types';

interface Scenery {
  cards: readonly CardNode[];
  notes: readonly NoteNode[];
  frames: readonly FrameNode[];
}

/** How near, in pixels of the screen, a line of another draws what is dragged. */
const REACH = 7;

const boxOf = (node: DrawnNode, at: Point = node.position): Box => ({
  id: node.id,
  ...at,
  width: node.measured?.width ?? CARD.width,
  height: node.measured?.height ?? CARD.height,
});

type Dragging = NodePositionChange & { position: Point };
const isDragging = (change: NodeChange<DrawnNode>): change is Dragging =>
  change.type === 'position' && change.position !== undefined && change.dragging !== undefined;

/** A frame that is dragged moves its members by the same way, but those that are dragged themselves. */
function withMembers(changes: readonly Dragging[], { cards, frames }: Scenery): Dragging[] {
  const named = new Set(changes.map((change) => change.id));
  return changes.flatMap((change): Dragging[] => {
    const frame = frames.find((candidate) => candidate.id === change.id);
    if (!frame) return [change];
    const by = {
      x: change.position.x - frame.position.x,
      y: change.position.y - frame.position.y,
    };
    return cards
      .filter((card) => frame.data.members.includes(card.id) && !named.has(card.id))
      .map((card) => ({
        ...change,
        id: card.id,
        position: { x: card.position.x + by.x, y: card.position.y + by.y },
      }));
  });
}

/** The changes with every dragged thing moved together onto the lines of others, else onto the grid. */
export function settleOn(
  changes: readonly NodeChange<DrawnNode>[],
  scenery: Scenery,
  zoom: number,
): { moved: NodeChange<DrawnNode>[]; guides: Guide[] } {
  const drags = changes.filter(isDragging);
  if (drags.length === 0) return { moved: [...changes], guides: [] };
  const moving = withMembers(drags, scenery);
  const at = new Map(moving.map((change) => [change.id, change.position]));
  const all: DrawnNode[] = [...scenery.cards, ...scenery.notes];
  const box = around(
    all.flatMap((node) => (at.has(node.id) ? [boxOf(node, at.get(node.id))] : [])),
  );
  if (!box) return { moved: [...changes], guides: [] };
  const hidden = new Set(
    scenery.frames.flatMap(({ data }) => (data.group.collapsed ? data.members : [])),
  );
  const others = all
    .filter((node) => !at.has(node.id) && !hidden.has(node.id))
    .map((node) => boxOf(node));
  const { shift, guides } = settle(box, others, REACH / zoom);
  const settled = moving.map((change) => ({
    ...change,
    position: { x: change.position.x + shift.x, y: change.position.y + shift.y },
  }));
  const rest = changes.filter((change) => !isDragging(change));
  return { moved: [...rest, ...settled], guides };
}

/** Where the things of a drag that has ended stand, by the ids that boxes have. */
export function dragged(moved: readonly DrawnNode[], scenery: Scenery): Map<string, Point> {
  const ids = new Set(
    moved.flatMap((node) => {
      if (frameOf(node.id) === null) return [node.id];
      return scenery.frames.find((frame) => frame.id === node.id)?.data.members ?? [];
    }),
  );
  const all: DrawnNode[] = [...scenery.cards, ...scenery.notes];
  return new Map(
    all
      .filter((node) => ids.has(node.id))
      .map(({ id, position }) => [id, { x: Math.round(position.x), y: Math.round(position.y) }]),
  );
}
