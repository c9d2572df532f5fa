// How many tasks wait for this person: the socket's number, until it speaks what the server counts.
import { useState } from 'react';
import { useTaskCounts } from '../../api/inbox';
import { useLiveTopic } from '../../live/hooks';

export function useInboxCount(): number {
  const counted = useTaskCounts().data;
  const [told, setTold] = useState<number | null>(null);
  useLiveTopic('inbox', (frame) => {
    if (frame.type === 'inbox_update') setTold(frame.open);
  });
  return told ?? counted?.mine ?? 0;
}
