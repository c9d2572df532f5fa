// A graph that can be looked at but not changed, with what a run did on it.
import '@xyflow/react/dist/base.css';
import { applyNodeChanges, type NodeChange, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { GraphJson, NodeType, Suspension } from '../api/types';
import { readNodeTypes } from '../graph/catalogue';
import { withPlaces } from '../graph/layout';
import { type GraphNode, readGraph } from '../graph/types';
import { CanvasTools, DotGrid, FIT, Overview } from './CanvasTools';
import classes from './canvas.module.css';
import { NodeCard } from './card/NodeCard';
import { type DrawnNode, frameNodes, noteNodes } from './drawn/drawn';
import { Frame } from './drawn/Frame';
import { NoteCard } from './drawn/NoteCard';
import { type CardNode, flowEdges, flowNodes } from './flow';
import { ArrowHeads, Line } from './line/Line';
import type { RunView } from './runView';
import { StartView } from './StartView';
import { type ChangeKind, type Scene, SceneContext } from './scene';

export const CARDS = { card: NodeCard, note: NoteCard, frame: Frame };
export const LINES = { line: Line };

// Room for what floats over the lower edge.
const CLEAR = { ...FIT, duration: 0, padding: { x: '32px', top: '40px', bottom: '88px' } } as const;

export interface ReadOnlyCanvasProps {
  graph: GraphJson;
  nodeTypes: NodeType[];
  run: RunView | null;
  selected?: string | null;
  onSelectNode?: (id: string | null) => void;
  /** What became of nodes and lines between two versions. */
  marks?: ReadonlyMap<string, ChangeKind>;
  /** Edges to draw as taken; read from the run's log when left out. */
  takenEdges?: ReadonlySet<string>;
  onResume?: (suspension: Suspension) => void;
  onOpenTask?: (taskId: string) => void;
  canResume?: (suspension: Suspension) => boolean;
  /** Floats over the canvas: the run bar. */
  children?: ReactNode;
}

export function ReadOnlyCanvas(props: ReadOnlyCanvasProps) {
  const { nodeTypes, run, marks, takenEdges, onResume, onOpenTask, canResume } = props;
  const types = useMemo(() => readNodeTypes(nodeTypes), [nodeTypes]);
  const scene = useMemo<Scene>(
    () => ({ types, run, marks, takenEdges, editing: null, onResume, onOpenTask, canResume }),
    [types, run, marks, takenEdges, onResume, onOpenTask, canResume],
  );
  return (
    <SceneContext value={scene}>
      <ReactFlowProvider>
        <div className={classes.canvas} data-ground="run" data-testid="canvas">
          <ArrowHeads />
          <StaticFlow {...props} />
          {props.children}
        </div>
      </ReactFlowProvider>
    </SceneContext>
  );
}

const NOTHING: ReadonlySet<string> = new Set();
const titleOf = ({ title }: GraphNode): string => title;

function StaticFlow({ graph: raw, selected, onSelectNode }: ReadOnlyCanvasProps) {
  const graph = useMemo(() => withPlaces(readGraph(raw)), [raw]);
  const picked = useMemo(() => new Set(selected ? [selected] : []), [selected]);
  // React Flow keeps the measured sizes on the nodes: without them it neither fits nor draws the overview.
  const [nodes, setNodes] = useState(() => flowNodes([], graph, picked, titleOf));
  useEffect(() => setNodes((before) => flowNodes(before, graph, picked, titleOf)), [graph, picked]);
  const notes = useMemo(() => noteNodes([], graph, NOTHING), [graph]);
  const shown = useMemo<DrawnNode[]>(
    () => [...frameNodes(nodes, graph, true), ...notes, ...nodes],
    [nodes, notes, graph],
  );
  const onCards = useCallback(
    (changes: NodeChange<DrawnNode>[]) =>
      setNodes((before) => applyNodeChanges(changes as NodeChange<CardNode>[], before)),
    [],
  );
  // React Flow hands it to each card: a new one would draw all of them anew.
  const onCard = useCallback(
    (_event: unknown, node: DrawnNode) => node.type === 'card' && onSelectNode?.(node.id),
    [onSelectNode],
  );
  const edges = useMemo(() => flowEdges([], graph, new Set()), [graph]);
  return (
    <ReactFlow
      nodes={shown}
      edges={edges}
      onNodesChange={onCards}
      nodeTypes={CARDS}
      edgeTypes={LINES}
      onNodeClick={onCard}
      onPaneClick={() => onSelectNode?.(null)}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      deleteKeyCode={null}
      minZoom={0.1}
      maxZoom={2}
      fitView
      fitViewOptions={CLEAR}
    >
      <DotGrid />
      <StartView />
      <CanvasTools />
      <Overview />
    </ReactFlow>
  );
}
