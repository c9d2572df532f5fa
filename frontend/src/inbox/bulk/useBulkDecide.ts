// Sends one decision for several tasks, offers to take it back, and says when the server did not answer.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { decideMany, type TaskResult } from '../../api/inbox';
import { keys } from '../../api/queries';
import { text } from '../../strings';
import { notifyError, notifySuccess } from '../../ui/notify';
import { offerUndo } from '../undo/store';
import type { BulkDecision } from './BulkBar';

/** The server shortens it where a task allows less. */
const UNDO_SECONDS = 8;

/** Offer to take back what may be, until the first of them may no longer. */
function offer(decision: BulkDecision, results: readonly TaskResult[]): void {
  const done = results.filter(({ ok }) => ok);
  const words = text.bulk.done[decision](done.length);
  const open = done.flatMap(({ id, task }) =>
    task?.undo_until ? [{ id, until: Date.parse(task.undo_until) }] : [],
  );
  if (open.length === 0) {
    if (done.length > 0) notifySuccess(words);
    return;
  }
  const until = new Date(Math.min(...open.map((one) => one.until)));
  offerUndo({ ids: open.map(({ id }) => id), words, until });
}

export function useBulkDecide(decision: BulkDecision, onTold: (results: TaskResult[]) => void) {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: ({ ids, comment }: { ids: string[]; comment: string }) =>
      decideMany({
        ids,
        decision,
        ...(comment && { comment }),
        undo_seconds: UNDO_SECONDS,
      }),
    onSuccess: (results) => {
      offer(decision, results);
      onTold(results);
    },
    onError: (error) => notifyError(text.bulk.failed, error),
    onSettled: (_results, _error, { ids }) => {
      for (const id of ids) void client.invalidateQueries({ queryKey: keys.task(id) });
      void client.invalidateQueries({ queryKey: keys.tasks });
      void client.invalidateQueries({ queryKey: keys.suspensions });
    },
  });
  return {
    isPending: mutation.isPending,
    send: (ids: string[], comment: string) => mutation.mutate({ ids, comment }),
  };
}
