// Taking a task for oneself, and giving it back.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/client';
import { keys } from '../../api/queries';
import type { Task } from '../../api/types';
import { text } from '../../strings';
import { notifyError, notifySuccess } from '../../ui/notify';

const t = text.inbox;

function useTaskCall(id: string, verb: 'claim' | 'release' | 'comment') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) =>
      request<Task>(`/api/tasks/${id}/${verb}/`, { method: 'POST', body }),
    onSuccess: (task) => client.setQueryData(keys.task(id), task),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.task(id) });
      void client.invalidateQueries({ queryKey: keys.tasks() });
    },
  });
}

export interface Claim {
  take: () => void;
  giveBack: () => void;
  isBusy: boolean;
}

export function useClaim(id: string): Claim {
  const claim = useTaskCall(id, 'claim');
  const release = useTaskCall(id, 'release');
  return {
    take: () =>
      claim.mutate(
        {},
        {
          onSuccess: () => notifySuccess(t.claimed),
          onError: (error) => notifyError(t.claimFailed, error),
        },
      ),
    giveBack: () =>
      release.mutate(
        {},
        {
          onSuccess: () => notifySuccess(t.released),
          onError: (error) => notifyError(t.releaseFailed, error),
        },
      ),
    isBusy: claim.isPending || release.isPending,
  };
}

export const useRemark = (id: string) => useTaskCall(id, 'comment');
