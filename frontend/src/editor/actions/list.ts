// Every action of the editor: one object for its key, its button and its line in the help.
import { text } from '../../strings';
import { notifyInfo } from '../../ui/notify';
import {
  autoLayout,
  copySelection,
  deleteSelection,
  duplicate,
  nudge,
  selectAll,
} from '../state/edit';
import type { EditorSession } from '../state/session';
import { type Direction, reach, step } from './walk';

export interface Action {
  label: string;
  keys: string[];
  run: (session: EditorSession) => void;
}

const t = text.editor.actions;
const n = text.editor.canvas;

export function undoStep(session: EditorSession): void {
  session.undo();
}

function removeSelected(session: EditorSession): void {
  const count = deleteSelection(session);
  if (count > 1) notifyInfo(n.removed(count), { label: t.undo, onClick: () => session.undo() });
}

/** Selects the node that has the keyboard's focus and goes on to its settings. */
function openFocused(session: EditorSession): void {
  const card = document.activeElement?.closest('.react-flow__node');
  const id = card?.getAttribute('data-id');
  if (!id) return;
  session.select([id]);
  session.renaming.set(id);
}

function walk(direction: Direction): (session: EditorSession) => void {
  return (session) => {
    const graph = session.graph.get();
    const [from] = session.selection.get().nodes;
    const to = from === undefined ? graph.nodes[0]?.id : step(graph, from, direction);
    if (!to) return;
    session.select([to]);
    session.view?.focusNode(to);
  };
}

function selectReach(direction: 'up' | 'down'): (session: EditorSession) => void {
  return (session) => {
    const sole = session.soleNode();
    if (sole) session.select(reach(session.graph.get(), sole.id, direction));
  };
}

export function openQuickAdd(session: EditorSession): void {
  const { view } = session;
  if (view) session.quickAdd.set({ screen: view.centreOnScreen(), flow: view.centre() });
}

const nudges = (['Left', 'Right', 'Up', 'Down'] as const).flatMap((way): Action[] => {
  const x = way === 'Left' ? -1 : way === 'Right' ? 1 : 0;
  const y = way === 'Up' ? -1 : way === 'Down' ? 1 : 0;
  return [
    { label: t.nudge, keys: [`Alt+Arrow${way}`], run: (session) => nudge(session, x, y) },
    { label: t.nudgeFar, keys: [`Alt+Shift+Arrow${way}`], run: (s) => nudge(s, x * 10, y * 10) },
  ];
});

export const ACTIONS: Action[] = [
  { label: t.quickAdd, keys: ['N'], run: openQuickAdd },
  { label: t.undo, keys: ['Mod+Z'], run: undoStep },
  { label: t.redo, keys: ['Mod+Shift+Z', 'Mod+Y'], run: (session) => void session.redo() },
  { label: t.duplicate, keys: ['Mod+D'], run: duplicate },
  { label: t.selectAll, keys: ['Mod+A'], run: selectAll },
  { label: t.remove, keys: ['Delete', 'Backspace'], run: removeSelected },
  { label: t.layout, keys: ['L', 'Alt+Shift+T'], run: autoLayout },
  { label: t.zoomIn, keys: ['+', '='], run: (session) => session.view?.zoomIn() },
  { label: t.zoomOut, keys: ['-'], run: (session) => session.view?.zoomOut() },
  { label: t.zoomReset, keys: ['0'], run: (session) => session.view?.zoomTo(1) },
  { label: t.fit, keys: ['1', 'F'], run: (session) => session.view?.fit() },
  {
    label: t.fitSelection,
    keys: ['Shift+1', '.'],
    run: (session) => session.view?.fit(session.selection.get().nodes),
  },
  {
    label: t.rename,
    keys: ['F2'],
    run: (session) => session.renaming.set(session.soleNode()?.id ?? null),
  },
  { label: t.openNode, keys: ['Enter'], run: openFocused },
  { label: t.walkLeft, keys: ['ArrowLeft'], run: walk('left') },
  { label: t.walkRight, keys: ['ArrowRight'], run: walk('right') },
  { label: t.walkUp, keys: ['ArrowUp'], run: walk('up') },
  { label: t.walkDown, keys: ['ArrowDown'], run: walk('down') },
  { label: t.upstream, keys: ['Shift+ArrowLeft'], run: selectReach('up') },
  { label: t.downstream, keys: ['Shift+ArrowRight'], run: selectReach('down') },
  ...nudges,
];

/** Escape cancels the smallest thing that is open; it never touches a run. */
export function cancelOne(session: EditorSession): void {
  if (session.quickAdd.get()) session.quickAdd.set(null);
  else session.select([]);
}

export { copySelection };
