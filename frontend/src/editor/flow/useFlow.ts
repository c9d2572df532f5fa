// Keeps React Flow's nodes and edges in step with the session; a drag lives here until it ends.
import { applyNodeChanges, type EdgeChange, type NodeChange, type OnNodeDrag } from '@xyflow/react';
import { useCallback, useLayoutEffect, useState } from 'react';
import { useCell } from '../../canvas/cell';
import { type CardNode, flowEdges, flowNodes, type LineEdge } from '../../canvas/flow';
import { move } from '../../graph/edits';
import { snap } from '../../graph/layout';
import type { GraphNode } from '../../graph/types';
import { text } from '../../strings';
import type { EditorSession } from '../state/session';

type Picked = NodeChange<CardNode> | EdgeChange<LineEdge>;

function applyPicks(before: ReadonlySet<string>, changes: readonly Picked[]): Set<string> {
  const after = new Set(before);
  for (const change of changes) {
    if (change.type !== 'select') continue;
    if (change.selected) after.add(change.id);
    else after.delete(change.id);
  }
  return after;
}

export function useFlow(session: EditorSession) {
  const graph = useCell(session.graph);
  const selection = useCell(session.selection);
  const label = useCallback(
    (node: GraphNode) => `${node.title}, ${session.types.get(node.type)?.title ?? node.type}`,
    [session],
  );
  const [nodes, setNodes] = useState<CardNode[]>(() =>
    flowNodes([], graph, selection.nodes, label),
  );
  const [edges, setEdges] = useState<LineEdge[]>(() => flowEdges([], graph, selection.edges));

  useLayoutEffect(() => {
    setNodes((before) => flowNodes(before, graph, selection.nodes, label));
  }, [graph, selection.nodes, label]);
  useLayoutEffect(() => {
    setEdges((before) => flowEdges(before, graph, selection.edges));
  }, [graph, selection.edges]);

  const onNodesChange = useCallback(
    (changes: NodeChange<CardNode>[]) => {
      const now = session.selection.get();
      if (changes.some((change) => change.type === 'select')) {
        session.select(applyPicks(now.nodes, changes), now.edges);
      }
      const own = changes.filter(({ type }) => type === 'position' || type === 'dimensions');
      if (own.length > 0) setNodes((before) => applyNodeChanges(own, before));
    },
    [session],
  );
  const onEdgesChange = useCallback(
    (changes: EdgeChange<LineEdge>[]) => {
      if (!changes.some((change) => change.type === 'select')) return;
      const now = session.selection.get();
      session.select(now.nodes, applyPicks(now.edges, changes));
    },
    [session],
  );
  const placeAll = useCallback(
    (moved: readonly CardNode[]) => {
      const places = new Map(moved.map((node) => [node.id, snap(node.position)]));
      session.do(text.editor.steps.move(moved.length), move(session.graph.get(), places));
    },
    [session],
  );
  const onNodeDragStop: OnNodeDrag<CardNode> = useCallback(
    (_event, node, all) => placeAll(all.length > 0 ? all : [node]),
    [placeAll],
  );
  const onSelectionDragStop = useCallback(
    (_event: unknown, all: CardNode[]) => placeAll(all),
    [placeAll],
  );
  return { nodes, edges, onNodesChange, onEdgesChange, onNodeDragStop, onSelectionDragStop };
}
