// Taking decisions back: one by its own address, several together with a result for each.
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/client';
import { keys } from '../../api/queries';
import type { Task, TaskResults } from '../../api/types';
import { text } from '../../strings';
import { notifyError, notifySuccess } from '../../ui/notify';
import { closeOffersOf } from './store';

const t = text.undo;

async function takeBack(ids: readonly string[], client: QueryClient): Promise<string[]> {
  const [only, ...others] = ids;
  if (only !== undefined && others.length === 0) {
    const task = await request<Task>(`/api/tasks/${only}/undo/`, { method: 'POST', body: {} });
    client.setQueryData(keys.task(only), task);
    return [only];
  }
  const { results } = await request<TaskResults>('/api/tasks/undo/', {
    method: 'POST',
    body: { ids },
  });
  return results.filter(({ ok }) => ok).map(({ id }) => id);
}

function tell(done: readonly string[], all: number): void {
  if (done.length < all) notifyError(t.some(all - done.length, all));
  else notifySuccess(all === 1 ? t.done : t.doneMany(all));
}

/** Take decisions back and say what came of it; `onDone` gets the tasks that are open again. */
export function useUndo(onDone?: (ids: string[]) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) => takeBack(ids, client),
    onSuccess: (done, ids) => {
      closeOffersOf(done);
      tell(done, ids.length);
      if (done.length > 0) onDone?.(done);
    },
    onError: (error) => notifyError(t.failed, error),
    onSettled: (_done, _error, ids) => {
      for (const id of ids) void client.invalidateQueries({ queryKey: keys.task(id) });
      void client.invalidateQueries({ queryKey: keys.tasks });
      void client.invalidateQueries({ queryKey: keys.suspensions });
    },
  });
}
