// What cards and lines may do here: be connected and renamed, resume a wait, open its task.
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import type { Suspension } from '../api/types';
import type { Editing, Scene } from '../canvas/scene';
import { actionsOf } from '../graph/actions';
import type { RunStore } from '../live/runStore';
import { drawingOf } from './notes/edits';
import { guestCell } from './presence/useGuests';
import { chooseAction, refusalOf } from './state/edit';
import type { EditorSession } from './state/session';
import { tryingOf } from './trying/testData';

function editingOf(session: EditorSession): Editing {
  return {
    drawing: drawingOf(session),
    problems: session.marks,
    pending: session.pending,
    refusal: (wanted) => refusalOf(session, wanted),
    actionsFor: (edge) => {
      const node = session.node(edge.source);
      return node ? actionsOf(node, session.types.get(node.type)) : [];
    },
    setAction: (edge, action) => chooseAction(session, edge.id, action),
  };
}

export function useScene(
  session: EditorSession,
  run: RunStore | null,
  onResume: (wait: Suspension) => void,
  looking: boolean,
): Scene {
  const navigate = useNavigate();
  return useMemo<Scene>(
    () => ({
      types: session.types,
      run,
      editing: looking ? null : editingOf(session),
      pins: tryingOf(session).pinned,
      present: guestCell(session),
      onResume,
      canResume: (wait) => wait.can_resume ?? false,
      onOpenTask: (task) => void navigate(`/inbox/${task}`),
    }),
    [session, run, onResume, looking, navigate],
  );
}
