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
import { Autosave } from './state/autosave';
import type { Desk } from './state/context';
import { EditorSession } from './state/session';

export function useDeskOf(workflow: Workflow, types: NodeType[]): Desk {
  const client = useQueryClient();
  const [desk] = useState<Desk>(() => {
    const graph = withPlaces(readGraph(workflow.graph));
    const session = new EditorSession(workflow.slug, graph, readNodeTypes(types));
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
    );
    return { session, autosave };
  });
  useEffect(() => desk.autosave.start(), [desk]);
  useEffect(() => desk.autosave.offer(workflow, text.editor.steps.takeTheirs), [desk, workflow]);
  return desk;
}
