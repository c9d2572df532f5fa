// Taking several tasks for oneself, or giving them back: one request each, and one word on what came of it.
import { useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/client';
import { keys } from '../../api/queries';
import type { TaskSummary } from '../../api/types';
import { text } from '../../strings';
import { notifyError, notifySuccess } from '../../ui/notify';

const t = text.inbox.bulk;

export function useTakeMany(
  tasks: readonly TaskSummary[],
  onDone: () => void,
): (act: 'claim' | 'release') => void {
  const client = useQueryClient();
  const take = async (act: 'claim' | 'release') => {
    const told = await Promise.allSettled(
      tasks.map(({ id }) => request(`/api/tasks/${id}/${act}/`, { method: 'POST', body: {} })),
    );
    for (const { id } of tasks) void client.invalidateQueries({ queryKey: keys.task(id) });
    void client.invalidateQueries({ queryKey: keys.tasks });
    const refused = told.filter((one) => one.status === 'rejected');
    if (refused.length > 0) {
      notifyError(t[act].refused(refused.length, tasks.length), refused[0]?.reason);
    } else notifySuccess(t[act].done(tasks.length));
    onDone();
  };
  return (act) => void take(act);
}
