// In a test run a wait need not be sat out: its timer fires at once, its deadline passes now.
import { Button } from '@mantine/core';
import { usePassTime } from '../api/trying';
import type { Suspension } from '../api/types';
import type { RunStore } from '../live/runStore';
import { useRunHead } from '../live/useRunStore';
import { text } from '../strings';
import { notifyError } from '../ui/notify';
import { useMayOperate } from './useOpenWaits';

const t = text.run.why;

interface PassTimeProps {
  store: RunStore;
  suspension: Suspension;
}

export function PassTime({ store, suspension }: PassTimeProps) {
  const head = useRunHead(store) ?? store.head;
  const may = useMayOperate(head);
  const pass = usePassTime(head.id);
  if (!head.draft || !may || !suspension.wake_at) return null;
  return (
    <Button
      size="compact-md"
      variant="default"
      loading={pass.isPending}
      onClick={() =>
        pass.mutate(suspension.id, { onError: (error) => notifyError(t.notPassed, error) })
      }
    >
      {suspension.kind === 'timer' ? t.skipTime : t.passDeadline}
    </Button>
  );
}
