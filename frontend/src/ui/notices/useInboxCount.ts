// How many tasks wait for this person: what the server counts, kept current by the socket.
import { useQueryClient } from '@tanstack/react-query';
import { type TaskCounts, taskCountsKey, useTaskCounts } from '../../api/inbox';
import { useLiveTopic } from '../../live/hooks';

export function useInboxCount(): number {
  const client = useQueryClient();
  useLiveTopic('inbox', (frame) => {
    if (frame.type !== 'inbox_update') return;
    client.setQueryData<TaskCounts>(
      taskCountsKey,
      (counts) => counts && { ...counts, mine: frame.open },
    );
  });
  return useTaskCounts().data?.mine ?? 0;
}
