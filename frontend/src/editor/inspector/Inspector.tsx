// The panel at the right: settings of what is selected, or a word on what to do.
import { type KeyboardEvent, useState } from 'react';
import { useCell } from '../../canvas/cell';
import type { Graph } from '../../graph/types';
import { text } from '../../strings';
import { type Extent, Sash, useExtent } from '../../ui/sash/Sash';
import { useSession } from '../state/context';
import type { EditorSession, Selection } from '../state/session';
import { EdgePanel } from './EdgePanel';
import classes from './inspector.module.css';
import { ManyPanel } from './ManyPanel';
import { NodePanel } from './NodePanel';

/** The canvas keeps the larger part of the window. */
const WIDTH: Extent = {
  usual: 328,
  least: 280,
  most: () => Math.max(328, Math.min(720, window.innerWidth * 0.45)),
};

/** Whether all that is selected stands in the graph. */
function stands({ nodes, edges }: Selection, graph: Graph): boolean {
  const ids = new Set([...graph.nodes, ...graph.edges].map(({ id }) => id));
  return [...nodes, ...edges].every((id) => ids.has(id));
}

/** What the panel shows: during a drag what it had, as the first frame of one does not wait for the fields. */
function useShown(session: EditorSession, graph: Graph): Selection {
  const now = useCell(session.selection);
  const dragging = useCell(session.dragging);
  const [before, setBefore] = useState(now);
  if (!dragging && before !== now) setBefore(now);
  return dragging && stands(before, graph) ? before : now;
}

export function Inspector() {
  const session = useSession();
  const graph = useCell(session.graph);
  const [width, setWidth] = useExtent('editor.inspector.width', WIDTH);
  const { nodes, edges } = useShown(session, graph);
  const [nodeId] = nodes;
  const [edgeId] = edges;
  const node = nodes.size === 1 ? graph.nodes.find(({ id }) => id === nodeId) : undefined;
  const edge =
    nodes.size === 0 && edges.size === 1 ? graph.edges.find(({ id }) => id === edgeId) : undefined;
  /** Escape leaves a field for the step on the canvas, whose keys then work; open lists have it first. */
  const leave = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Escape' || event.defaultPrevented || nodeId === undefined) return;
    const { target, currentTarget } = event;
    // What is shown in a layer of its own, such as a dialog, tells its keys here too: they are not ours.
    if (!(target instanceof Node) || !currentTarget.contains(target)) return;
    const isOpen = target instanceof Element && target.getAttribute('aria-expanded') === 'true';
    if (isOpen || !(target instanceof HTMLElement) || !target.matches('input, textarea')) return;
    event.stopPropagation();
    session.view?.focusNode(nodeId);
  };
  return (
    <aside
      className={classes.panel}
      style={{ width }}
      aria-label={text.editor.inspector.label}
      onKeyDown={leave}
    >
      <Sash
        side="left"
        label={text.editor.panels.resizeRight}
        size={width}
        extent={WIDTH}
        onSize={setWidth}
      />
      {node ? (
        <NodePanel key={node.id} node={node} />
      ) : edge ? (
        <EdgePanel key={edge.id} edge={edge} />
      ) : (
        <ManyPanel nodes={nodes.size} edges={edges.size} />
      )}
    </aside>
  );
}
