// The canvas that can be edited: drag, connect, drop from the palette, double-click for the menu.
import '@xyflow/react/dist/base.css';
import { ReactFlow, ReactFlowProvider, SelectionMode } from '@xyflow/react';
import { type DragEvent, type MouseEvent, type ReactNode, useMemo, useRef } from 'react';
import { DotGrid, FIT, Overview } from '../../canvas/CanvasTools';
import classes from '../../canvas/canvas.module.css';
import { useCell } from '../../canvas/cell';
import { type DrawnNode, noteOf } from '../../canvas/drawn/drawn';
import type { LineEdge } from '../../canvas/flow';
import { ArrowHeads } from '../../canvas/line/Line';
import { CARDS, LINES } from '../../canvas/ReadOnlyCanvas';
import { StartView } from '../../canvas/StartView';
import { openSub } from '../actions/list';
import { draggedType } from '../palette/dragging';
import { ConnectDialog } from '../search/ConnectDialog';
import { SearchBar } from '../search/SearchBar';
import { useSession } from '../state/context';
import { add, addOnEdge } from '../state/edit';
import type { EditorSession } from '../state/session';
import { ExtractDialog } from '../sub/ExtractDialog';
import { OpenSub } from '../sub/OpenSub';
import { Trail } from '../sub/Trail';
import { ContextMenu } from './ContextMenu';
import { EditorTools } from './EditorTools';
import { EmptyCanvas } from './EmptyCanvas';
import { HandLine } from './HandLine';
import { HelperLines } from './HelperLines';
import { QuickAdd } from './QuickAdd';
import { RefusedBubble } from './RefusedBubble';
import { SelectionBar } from './SelectionBar';
import { useConnecting } from './useConnecting';
import { useFlow } from './useFlow';
import { useView } from './useView';

const AT_ONCE = { ...FIT, duration: 0 };
const ADD_KEYS = ['Meta', 'Control', 'Shift'];
const MIDDLE_AND_LEFT = [0, 1];

function allowDrop(event: DragEvent): void {
  if (!draggedType(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'copy';
}

function drop(session: EditorSession, event: DragEvent): void {
  const type = session.types.get(draggedType(event) ?? '');
  const { view } = session;
  if (!type || !view) return;
  event.preventDefault();
  const at = view.toFlow({ x: event.clientX, y: event.clientY });
  const place = { x: at.x - 112, y: at.y - 29 };
  const line = document
    .elementFromPoint(event.clientX, event.clientY)
    ?.closest('.react-flow__edge');
  const edge = line?.getAttribute('data-id');
  if (edge && type.type !== 'input') addOnEdge(session, type, place, edge);
  else add(session, type, place);
}

function openMenu(session: EditorSession, event: MouseEvent): void {
  const pane = event.target instanceof Element && event.target.closest('.react-flow__pane');
  if (!pane || !session.view) return;
  const screen = { x: event.clientX, y: event.clientY };
  session.quickAdd.set({ screen, flow: session.view.toFlow(screen) });
}

/** A right click on what is not selected selects it first. */
function onThing(session: EditorSession, event: MouseEvent, key: string, edge = false): void {
  event.preventDefault();
  const { nodes, edges, notes } = session.selection.get();
  const note = noteOf(key);
  const chosen = note === null ? (edge ? edges : nodes).has(key) : notes.has(note);
  if (!chosen) session.select(note || edge ? [] : [key], edge ? [key] : [], note ? [note] : []);
  session.menu.set({ screen: { x: event.clientX, y: event.clientY }, onCanvas: false });
}

function onCanvas(session: EditorSession, event: MouseEvent): void {
  event.preventDefault();
  session.menu.set({ screen: { x: event.clientX, y: event.clientY }, onCanvas: true });
}

function useMenus(session: EditorSession, looking: boolean) {
  return useMemo(
    () =>
      looking
        ? {}
        : {
            onNodeContextMenu: (event: MouseEvent, node: DrawnNode) => {
              if (node.type === 'frame') session.select(node.data.members);
              else onThing(session, event, node.id);
              if (node.type === 'frame') openMenuAt(session, event);
            },
            onEdgeContextMenu: (event: MouseEvent, edge: LineEdge) =>
              onThing(session, event, edge.id, true),
            onSelectionContextMenu: (event: MouseEvent) => openMenuAt(session, event),
            onPaneContextMenu: (event: globalThis.MouseEvent | MouseEvent) =>
              onCanvas(session, event as MouseEvent),
          },
    [session, looking],
  );
}

/** The same functions at every drawing: React Flow hands them to each card, and a new one draws all anew. */
function useClicks(session: EditorSession, looking: boolean) {
  return useMemo(
    () => ({
      onNodeClick: (_event: MouseEvent, node: DrawnNode) => {
        if (looking && node.type === 'card') session.select([node.id]);
      },
      onNodeDoubleClick: (_event: MouseEvent, node: DrawnNode) => {
        if (node.type === 'card') openSub(session);
      },
    }),
    [session, looking],
  );
}

function openMenuAt(session: EditorSession, event: MouseEvent): void {
  event.preventDefault();
  session.menu.set({ screen: { x: event.clientX, y: event.clientY }, onCanvas: false });
}

export function EditorCanvas({ children, looking }: { children?: ReactNode; looking: boolean }) {
  const session = useSession();
  const empty = useCell(session.graph).nodes.length === 0;
  return (
    <ReactFlowProvider>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys do the same, see actions/list.ts */}
      <div
        className={classes.canvas}
        data-testid="canvas"
        onDragOver={allowDrop}
        onDrop={(event) => drop(session, event)}
        onDoubleClick={(event) => looking || openMenu(session, event)}
      >
        <ArrowHeads />
        <Flow looking={looking} />
        {empty && <EmptyCanvas />}
        {looking ? <OpenSub /> : <Overlays />}
        <SearchBar />
        <Trail />
        <RefusedBubble />
        {children}
      </div>
    </ReactFlowProvider>
  );
}

/** What opens over the canvas of who may edit. */
function Overlays() {
  return (
    <>
      <QuickAdd />
      <SelectionBar />
      <ContextMenu />
      <ConnectDialog />
      <ExtractDialog />
    </>
  );
}

function Flow({ looking }: { looking: boolean }) {
  const session = useSession();
  const ground = useRef<HTMLDivElement>(null);
  const flow = useFlow(session);
  const connecting = useConnecting(session);
  const clicks = useClicks(session, looking);
  const menus = useMenus(session, looking);
  useView(session, ground);
  const start = useMemo(() => session.graph.get().nodes.length > 0, [session]);
  return (
    <ReactFlow
      ref={ground}
      {...flow}
      {...connecting}
      {...menus}
      {...clicks}
      nodeTypes={CARDS}
      edgeTypes={LINES}
      connectionLineComponent={HandLine}
      nodesDraggable={!looking}
      nodesConnectable={!looking}
      connectionRadius={24}
      connectOnClick={false}
      deleteKeyCode={null}
      disableKeyboardA11y
      selectionKeyCode="Shift"
      selectionMode={SelectionMode.Partial}
      multiSelectionKeyCode={ADD_KEYS}
      panOnDrag={MIDDLE_AND_LEFT}
      zoomOnDoubleClick={false}
      minZoom={0.1}
      maxZoom={2}
      fitView={start}
      fitViewOptions={AT_ONCE}
    >
      <DotGrid />
      <HelperLines />
      <StartView />
      <EditorTools looking={looking} />
      <Overview />
    </ReactFlow>
  );
}
