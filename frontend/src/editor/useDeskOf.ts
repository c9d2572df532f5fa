// Opens the desk of a page: one session and one autosave for as long as the workflow is shown.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { request } from '../api/client';
import { keys } from '../api/queries';
import type { NodeType, Workflow } from '../api/types';
import { readNodeTypes } from '../graph/catalogue';
import { withPlaces } from '../graph/layout';
import { readGraph } from '../graph/types';
import { text } from '../strings';
import { restore } from './history/keep';
import { useKeeping } from './history/useKeeping';
import { Autosave } from './state/autosave';
import type { Desk } from './state/context';
import { EditorSession } from './state/session';

export function useDeskOf(workflow: Workflow, types: NodeType[]): Desk {
  const client = useQueryClient();
  const [desk] = useState<Desk>(() => {
    const saved = withPlaces(readGraph(workflow.graph));
    const { graph, history } = restore(workflow.slug, workflow.revision, saved);
    const session = new EditorSession(workflow.slug, graph, readNodeTypes(types));
    session.history.set(history);
    const path = `/api/workflows/${workflow.slug}/`;
    const store = (saved: Workflow) => {
      client.setQueryData<Workflow>(keys.workflow(saved.slug), (old) => ({ ...old, ...saved }));
      return saved;
    };
    const autosave = new Autosave(
      session,
      workflow,
      (body) => request<Workflow>(path, { method: 'PATCH', body }).then(store),
      () => request<Workflow>(path).then(store),
      saved,
    );
    return { session, autosave };
  });
  useEffect(() => desk.autosave.start(), [desk]);
  useKeeping(desk);
  useEffect(() => desk.autosave.offer(workflow, text.editor.steps.takeTheirs), [desk, workflow]);
  return desk;
}
