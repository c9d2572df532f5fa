// Keeps React Flow's nodes and edges in step with the session; a drag lives here until it ends.
import {
  applyNodeChanges,
  type EdgeChange,
  type NodeChange,
  type OnNodeDrag,
  useReactFlow,
} from '@xyflow/react';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useCell } from '../../canvas/cell';
import {
  type DrawnNode,
  type FrameNode,
  foldedIn,
  foldLines,
  frameNodes,
  type NoteNode,
  noteNodes,
  noteOf,
} from '../../canvas/drawn/drawn';
import { type CardNode, flowEdges, flowNodes, type LineEdge } from '../../canvas/flow';
import type { GraphNode } from '../../graph/types';
import { text } from '../../strings';
import { placeBoxes } from '../state/arrange';
import type { EditorSession, Selection } from '../state/session';
import { dragged, settleOn } from './dragged';

type Picked = NodeChange<DrawnNode> | EdgeChange<LineEdge>;

interface Drawn {
  cards: CardNode[];
  notes: NoteNode[];
}

function applyPicks(before: ReadonlySet<string>, changes: readonly Picked[]): Set<string> {
  const after = new Set(before);
  for (const change of changes) {
    if (change.type !== 'select') continue;
    if (change.selected) after.add(change.id);
    else after.delete(change.id);
  }
  return after;
}

/** What is selected after React Flow's picks: ids of notes are told from those of nodes. */
function picked(now: Selection, changes: readonly NodeChange<DrawnNode>[]): Selection {
  const picks = changes.filter((change) => change.type === 'select');
  const papers = picks.flatMap((change) => {
    const id = noteOf(change.id);
    return id === null ? [] : [{ ...change, id }];
  });
  const cards = picks.filter((change) => noteOf(change.id) === null);
  return { ...now, nodes: applyPicks(now.nodes, cards), notes: applyPicks(now.notes, papers) };
}

/** Cards and notes as they stand now; what is dragged runs ahead of the graph. */
function useDrawn(session: EditorSession) {
  const graph = useCell(session.graph);
  const selection = useCell(session.selection);
  const label = useCallback(
    (node: GraphNode) => `${node.title}, ${session.types.get(node.type)?.title ?? node.type}`,
    [session],
  );
  const [drawn, setDrawn] = useState<Drawn>(() => ({
    cards: flowNodes([], graph, selection.nodes, label),
    notes: noteNodes([], graph, selection.notes),
  }));
  const live = useRef(drawn);
  const put = useCallback((next: Drawn) => {
    live.current = next;
    setDrawn(next);
  }, []);
  useLayoutEffect(() => {
    const { cards, notes } = live.current;
    const next = {
      cards: flowNodes(cards, graph, selection.nodes, label),
      notes: noteNodes(notes, graph, selection.notes),
    };
    if (next.cards !== cards || next.notes !== notes) put(next);
  }, [graph, selection, label, put]);
  const frames = useMemo(() => frameNodes(drawn.cards, graph), [drawn.cards, graph]);
  const folded = useMemo(() => foldedIn(graph), [graph]);
  const nodes = useMemo<DrawnNode[]>(() => {
    const cards =
      folded.size > 0 ? drawn.cards.filter((card) => !folded.has(card.id)) : drawn.cards;
    return frames.length + drawn.notes.length > 0 ? [...frames, ...drawn.notes, ...cards] : cards;
  }, [frames, drawn, folded]);
  return { nodes, frames, folded, live, put };
}

function useLines(session: EditorSession, folded: ReadonlyMap<string, string>): LineEdge[] {
  const graph = useCell(session.graph);
  const selection = useCell(session.selection);
  const [edges, setEdges] = useState<LineEdge[]>(() => flowEdges([], graph, selection.edges));
  useLayoutEffect(() => {
    setEdges((before) => flowEdges(before, graph, selection.edges));
  }, [graph, selection.edges]);
  return useMemo(() => foldLines(edges, folded), [edges, folded]);
}

export function useFlow(session: EditorSession) {
  const flow = useReactFlow();
  const { nodes, frames, folded, live, put } = useDrawn(session);
  const edges = useLines(session, folded);
  const latest = useRef<FrameNode[]>(frames);
  latest.current = frames;

  const onNodesChange = useCallback(
    (changes: NodeChange<DrawnNode>[]) => {
      if (changes.some((change) => change.type === 'select')) {
        const next = picked(session.selection.get(), changes);
        session.select(next.nodes, next.edges, next.notes);
      }
      const own = changes.filter(({ type }) => type === 'position' || type === 'dimensions');
      if (own.length === 0) return;
      const { cards, notes } = live.current;
      const { moved, guides } = settleOn(
        own,
        { cards, notes, frames: latest.current },
        flow.getZoom(),
      );
      session.guides.set(guides);
      put({
        cards: applyNodeChanges(moved as NodeChange<CardNode>[], cards),
        notes: applyNodeChanges(moved as NodeChange<NoteNode>[], notes),
      });
    },
    [session, flow, live, put],
  );
  const onEdgesChange = useCallback(
    (changes: EdgeChange<LineEdge>[]) => {
      if (!changes.some((change) => change.type === 'select')) return;
      const now = session.selection.get();
      session.select(now.nodes, applyPicks(now.edges, changes), now.notes);
    },
    [session],
  );
  const placeAll = useCallback(
    (moved: readonly DrawnNode[]) => {
      session.guides.set([]);
      const places = dragged(moved, { ...live.current, frames: latest.current });
      placeBoxes(session, text.editor.steps.move(places.size), places);
    },
    [session, live],
  );
  const onNodeDragStart = useCallback(() => session.dragging.set(true), [session]);
  const onNodeDragStop: OnNodeDrag<DrawnNode> = useCallback(
    (_event, node, all) => {
      placeAll(all.length > 0 ? all : [node]);
      // In a frame of its own, after the one that shows where things have come to lie.
      requestAnimationFrame(() => setTimeout(() => session.dragging.set(false)));
    },
    [session, placeAll],
  );
  const onSelectionDragStop = useCallback(
    (_event: unknown, all: DrawnNode[]) => placeAll(all),
    [placeAll],
  );
  const drags = { onNodeDragStart, onNodeDragStop, onSelectionDragStop };
  return { nodes, edges, onNodesChange, onEdgesChange, ...drags };
}
