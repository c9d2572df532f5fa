// How many tasks wait for this person: the socket's number, until it speaks the list's length.
import { useState } from 'react';
import { useTasks } from '../../api/queries';
import { useLiveTopic } from '../../live/hooks';
import { MINE } from './useWaits';

export function useInboxCount(): number {
  const listed = useTasks(MINE);
  const [told, setTold] = useState<number | null>(null);
  useLiveTopic('inbox', (frame) => {
    if (frame.type === 'inbox_update') setTold(frame.open);
  });
  return told ?? listed.data?.length ?? 0;
}
