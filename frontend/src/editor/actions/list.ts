// Every action of the editor: one object for its key, its button, its command and its line in the help.
import { wholeGroups } from '../../graph/drawn/groups';
import { text } from '../../strings';
import {
  addNoteHere,
  groupSelection,
  selectedGroups,
  unfoldFor,
  ungroupSelection,
} from '../notes/edits';
import { lineUp } from '../state/arrange';
import { toggleBypass } from '../state/bypass';
import {
  autoLayout,
  copySelection,
  deleteSelection,
  duplicate,
  nudge,
  selectAll,
} from '../state/edit';
import { offerUndo } from '../state/offerUndo';
import type { EditorSession } from '../state/session';
import { type Direction, reach, step } from './walk';

/** The parts of the help. */
export type Part = 'build' | 'select' | 'arrange' | 'look' | 'work';

export interface Action {
  label: string;
  keys: string[];
  part: Part;
  run: (session: EditorSession) => void;
  /** Whether it would do anything now; always, when left out. */
  may?: (session: EditorSession) => boolean;
}

const t = text.editor.actions;
const c = text.canvas.actions;
const n = text.editor.canvas;

function undoStep(session: EditorSession): void {
  session.undo();
}

export function removeSelected(session: EditorSession): void {
  const count = deleteSelection(session);
  if (count > 1) offerUndo(session, n.removed(count));
}

/** The node or note that has the keyboard's focus, by the id it has on the canvas. */
const focused = (): string | null =>
  document.activeElement?.closest('.react-flow__node')?.getAttribute('data-id') ?? null;

/** Selects what has the keyboard's focus and goes on to its settings, or to the words of a note. */
function openFocused(session: EditorSession): void {
  const key = focused();
  if (!key) return;
  if (session.node(key)) {
    session.select([key]);
    session.renaming.set(key);
    return;
  }
  const note = key.replace(/^note:/, '');
  session.select([], [], [note]);
  session.writing.set(note);
}

/** Selects a node where it can be seen, also out of a folded group. */
export function goTo(session: EditorSession, id: string): void {
  unfoldFor(session, [id]);
  session.select([id]);
  session.view?.focusNode(id);
}

function walk(direction: Direction): (session: EditorSession) => void {
  return (session) => {
    const graph = session.graph.get();
    const [from] = session.selection.get().nodes;
    const to = from === undefined ? graph.nodes[0]?.id : step(graph, from, direction);
    if (to) goTo(session, to);
  };
}

function selectReach(direction: 'up' | 'down'): (session: EditorSession) => void {
  return (session) => {
    const { nodes } = session.selection.get();
    const graph = session.graph.get();
    const all = [...nodes].flatMap((id) => [...reach(graph, id, direction)]);
    if (all.length > 0) session.select(all);
  };
}

/** Opens the menu of nodes: on a selected line what is chosen goes between its ends, after a step it is connected. */
export function openQuickAdd(session: EditorSession): void {
  const { view } = session;
  if (!view) return;
  const { nodes, edges } = session.selection.get();
  const [edge] = edges;
  const onLine = nodes.size === 0 && edges.size === 1 && edge !== undefined;
  const sole = session.soleNode();
  const beside = sole && view.besideNode(sole.id);
  session.quickAdd.set({
    screen: view.centreOnScreen(),
    flow: beside ?? view.centre(),
    ...(onLine && { edge }),
    ...(beside && { from: { node: sole.id, handle: null, side: 'out' as const } }),
  });
}

const nudges = (['Left', 'Right', 'Up', 'Down'] as const).flatMap((way): Action[] => {
  const x = way === 'Left' ? -1 : way === 'Right' ? 1 : 0;
  const y = way === 'Up' ? -1 : way === 'Down' ? 1 : 0;
  const part = 'arrange';
  return [
    { label: t.nudge, keys: [`Alt+Arrow${way}`], part, run: (s) => nudge(s, x, y) },
    {
      label: t.nudgeFar,
      keys: [`Alt+Shift+Arrow${way}`],
      part,
      run: (s) => nudge(s, x * 10, y * 10),
    },
  ];
});

const selected = (session: EditorSession): number => {
  const { nodes, notes } = session.selection.get();
  return nodes.size + notes.size;
};
const any = (session: EditorSession): boolean =>
  selected(session) + session.selection.get().edges.size > 0;
const several = (session: EditorSession): boolean => selected(session) > 1;
const someNodes = (session: EditorSession): boolean => session.selection.get().nodes.size > 0;
const oneNode = (session: EditorSession): boolean => session.soleNode() !== undefined;

/** Nodes that are a whole group already need no second frame. */
const groupable = (session: EditorSession): boolean =>
  someNodes(session) &&
  wholeGroups(session.graph.get(), session.selection.get().nodes).length === 0;

/** The workflow that the selected node runs, when it is named outright. */
export function subOf(session: EditorSession): string | null {
  const workflow = session.soleNode()?.properties.workflow;
  return typeof workflow === 'string' && workflow !== '' ? workflow : null;
}

export function openSub(session: EditorSession): void {
  const slug = subOf(session);
  if (slug) session.visit.get()(slug);
}

const building: Action[] = [
  { label: t.quickAdd, keys: ['N'], part: 'build', run: openQuickAdd },
  {
    label: c.connect,
    keys: ['C'],
    part: 'build',
    run: (session) => session.tool.set('connect'),
    may: oneNode,
  },
  { label: t.undo, keys: ['Mod+Z'], part: 'build', run: undoStep },
  {
    label: t.redo,
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    part: 'build',
    run: (session) => void session.redo(),
  },
  {
    label: t.duplicate,
    keys: ['Mod+D'],
    part: 'build',
    run: duplicate,
    may: (s) => selected(s) > 0,
  },
  {
    label: t.remove,
    keys: ['Delete', 'Backspace'],
    part: 'build',
    run: removeSelected,
    may: any,
  },
  {
    label: t.rename,
    keys: ['F2'],
    part: 'build',
    run: (session) => session.renaming.set(session.soleNode()?.id ?? null),
    may: oneNode,
  },
  {
    label: c.openSub,
    keys: ['Shift+Enter'],
    part: 'build',
    run: openSub,
    may: (s) => subOf(s) !== null,
  },
  {
    label: c.extract,
    keys: [],
    part: 'build',
    run: (session) => session.tool.set('extract'),
    may: someNodes,
  },
  {
    label: c.bypass,
    keys: ['B', 'D'],
    part: 'build',
    run: toggleBypass,
    may: someNodes,
  },
  { label: c.note, keys: ['Shift+S'], part: 'build', run: addNoteHere },
  { label: c.group, keys: ['Mod+G'], part: 'build', run: groupSelection, may: groupable },
  {
    label: c.ungroup,
    keys: ['Mod+Shift+G'],
    part: 'build',
    run: ungroupSelection,
    may: (session) => selectedGroups(session).size > 0,
  },
];

const selecting: Action[] = [
  { label: t.selectAll, keys: ['Mod+A'], part: 'select', run: selectAll },
  {
    label: t.openNode,
    keys: ['Enter'],
    part: 'select',
    run: openFocused,
    may: () => focused() !== null,
  },
  { label: t.walkLeft, keys: ['ArrowLeft'], part: 'select', run: walk('left') },
  { label: t.walkRight, keys: ['ArrowRight'], part: 'select', run: walk('right') },
  { label: t.walkUp, keys: ['ArrowUp'], part: 'select', run: walk('up') },
  { label: t.walkDown, keys: ['ArrowDown'], part: 'select', run: walk('down') },
  {
    label: t.upstream,
    keys: ['Shift+ArrowLeft'],
    part: 'select',
    run: selectReach('up'),
    may: someNodes,
  },
  {
    label: t.downstream,
    keys: ['Shift+ArrowRight'],
    part: 'select',
    run: selectReach('down'),
    may: someNodes,
  },
];

const arranging: Action[] = [
  { label: c.align, keys: ['A'], part: 'arrange', run: (s) => lineUp(s, false), may: several },
  { label: c.space, keys: ['Shift+A'], part: 'arrange', run: (s) => lineUp(s, true), may: several },
  { label: t.layout, keys: ['L', 'Alt+Shift+T'], part: 'arrange', run: autoLayout },
  ...nudges,
];

const looking: Action[] = [
  {
    label: c.search,
    keys: ['Mod+F'],
    part: 'look',
    run: (session) => session.tool.set('search'),
  },
  { label: t.zoomIn, keys: ['+', '='], part: 'look', run: (session) => session.view?.zoomIn() },
  { label: t.zoomOut, keys: ['-'], part: 'look', run: (session) => session.view?.zoomOut() },
  { label: t.zoomReset, keys: ['0'], part: 'look', run: (session) => session.view?.zoomTo(1) },
  { label: t.fit, keys: ['1', 'F'], part: 'look', run: (session) => session.view?.fit() },
  {
    label: t.fitSelection,
    keys: ['Shift+1', '.'],
    part: 'look',
    run: (session) => session.view?.fit(session.selection.get().nodes),
    may: someNodes,
  },
];

export const ACTIONS: Action[] = [...building, ...selecting, ...arranging, ...looking];

/** The action of that name, for buttons and menus. */
export const actionOf = (label: string): Action => {
  const found = ACTIONS.find((action) => action.label === label);
  if (!found) throw new Error(`No action is called ${label}`);
  return found;
};

/** Escape cancels the smallest thing that is open; it never touches a run. */
export function cancelOne(session: EditorSession): void {
  if (session.menu.get()) session.menu.set(null);
  else if (session.quickAdd.get()) session.quickAdd.set(null);
  else if (session.tool.get()) session.tool.set(null);
  else session.select([]);
}

export { copySelection };
