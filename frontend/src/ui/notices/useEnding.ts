// How a wait ended, for the notice that showed it: who decided, or that it is over.
import { useQuery } from '@tanstack/react-query';
import { request } from '../../api/client';
import { type NameOf, useNamesOrYou } from '../../api/people';
import { keys } from '../../api/queries';
import type { Run, Task } from '../../api/types';
import { text } from '../../strings';
import type { Wait } from './waits';

const t = text.notices;

function outcome(task: Task, nameOf: NameOf): string {
  if (!task.decided_by) return t.ended;
  const who = nameOf(task.decided_by);
  if (task.decision === 'approved') return t.approvedBy(who);
  if (task.decision === 'rejected') return t.rejectedBy(who);
  return t.decidedBy(who);
}

/**
 * The sentence about the end, null while the wait goes on.
 * Asks the API: the list that a wait has left may only have grown longer than a page.
 */
export function useEnding(wait: Wait, open: boolean): string | null {
  const task = useQuery({
    queryKey: keys.task(wait.task ?? ''),
    queryFn: () => request<Task>(`/api/tasks/${wait.task}/`),
    enabled: !open && wait.task !== null,
    staleTime: 0,
  });
  const run = useQuery({
    queryKey: keys.run(wait.run),
    queryFn: () => request<Run>(`/api/runs/${wait.run}/`),
    enabled: !open && wait.task === null,
    staleTime: 0,
  });
  const nameOf = useNamesOrYou(text.common.byYou);
  if (open) return null;
  const query = wait.task ? task : run;
  if (query.isFetching && !query.error) return null;
  // What one may no longer see is over for this person.
  if (query.error) return t.ended;
  if (task.data)
    return ['open', 'claimed'].includes(task.data.state) ? null : outcome(task.data, nameOf);
  return run.data?.suspensions.some((one) => one.id === wait.id) ? null : t.ended;
}
