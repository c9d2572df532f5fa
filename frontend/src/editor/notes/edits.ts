// What is done to notes and groups on the canvas, each as one named step on the session.
import type { Drawing } from '../../canvas/scene';
import { addGroup, groupIdOf, groupsOf, setGroup, ungroup } from '../../graph/drawn/groups';
import { addNotes, NOTE_SIZE, newNote, setNote } from '../../graph/drawn/notes';
import { snap } from '../../graph/layout';
import { text } from '../../strings';
import type { EditorSession } from '../state/session';

const s = text.canvas.steps;

/** Puts an empty note where the pointer is and lets it be written at once. */
export function addNoteHere(session: EditorSession): void {
  const graph = session.graph.get();
  const at = session.view?.pointer() ?? { x: 0, y: 0 };
  const place = snap({ x: at.x - NOTE_SIZE.width / 2, y: at.y - 20 });
  const note = newNote(graph, place);
  session.do(s.addNote, addNotes(graph, [note]));
  session.select([], [], [note.id]);
  session.writing.set(note.id);
}

export function groupSelection(session: EditorSession): void {
  const { nodes } = session.selection.get();
  const changes = addGroup(session.graph.get(), nodes, text.canvas.group.untitled);
  if (changes.length > 0) session.do(s.group(nodes.size), changes);
}

/** The groups that the selected nodes belong to. */
export function selectedGroups(session: EditorSession): Set<string> {
  const graph = session.graph.get();
  const { nodes } = session.selection.get();
  const ids = graph.nodes
    .filter((node) => nodes.has(node.id))
    .map((node) => groupIdOf(node, graph));
  return new Set(ids.filter((id) => id !== null));
}

export function ungroupSelection(session: EditorSession): void {
  const groups = selectedGroups(session);
  if (groups.size > 0) session.do(s.ungroup, ungroup(session.graph.get(), groups));
}

function foldGroup(session: EditorSession, id: string, collapsed: boolean): void {
  session.do(collapsed ? s.collapse : s.expand, setGroup(session.graph.get(), id, { collapsed }));
}

export function nameGroup(session: EditorSession, id: string, title: string): void {
  session.do(s.renameGroup, setGroup(session.graph.get(), id, { title: title.trim() }));
}

/** Unfolds the groups that hide any of these nodes, so that they can be looked at. */
export function unfoldFor(session: EditorSession, ids: Iterable<string>): void {
  const graph = session.graph.get();
  const wanted = new Set(ids);
  for (const group of groupsOf(graph)) {
    const hides = graph.nodes.some(
      (node) => wanted.has(node.id) && groupIdOf(node, graph) === group.id,
    );
    if (group.collapsed && hides) foldGroup(session, group.id, false);
  }
}

/** What a card of a note or a group may do here. */
export function drawingOf(session: EditorSession): Drawing {
  const graph = () => session.graph.get();
  return {
    writing: session.writing,
    writeNote: (id, words) => session.do(s.writeNote, setNote(graph(), id, { text: words })),
    resizeNote: (id, box) => {
      const size = { width: Math.round(box.width), height: Math.round(box.height) };
      const place = { x: Math.round(box.x), y: Math.round(box.y) };
      session.do(s.sizeNote, setNote(graph(), id, { ...place, ...size }));
    },
    toneNote: (id, tone) => session.do(s.colourNote, setNote(graph(), id, { tone })),
    foldGroup: (id, collapsed) => foldGroup(session, id, collapsed),
    nameGroup: (id, title) => nameGroup(session, id, title),
    selectGroup: (members, more) => {
      const { nodes, edges, notes } = session.selection.get();
      if (more) session.select([...nodes, ...members], edges, notes);
      else session.select(members);
    },
  };
}
