// Stopping a run: asks first and names the tasks that are withdrawn.
import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSquare } from '@tabler/icons-react';
import { useStopRun } from '../api/mutations';
import type { Suspension } from '../api/types';
import { text } from '../strings';
import { confirm } from '../ui/confirm';
import { notifyError, notifySuccess } from '../ui/notify';
import classes from './run.module.css';

const t = text.run.bar;

interface StopButtonProps {
  runId: string;
  suspensions: Suspension[];
}

export function StopButton({ runId, suspensions }: StopButtonProps) {
  const stop = useStopRun();
  const ask = async () => {
    const tasks = suspensions.filter(({ task }) => task !== null);
    const sure = await confirm({
      title: t.stopTitle,
      verb: t.stopVerb,
      danger: true,
      children: <Consequences tasks={tasks} />,
    });
    if (!sure) return;
    stop.mutate(
      { id: runId },
      {
        onSuccess: () => notifySuccess(t.stopped),
        onError: (error) => notifyError(t.stopFailed, error),
      },
    );
  };
  useHotkeys([['mod+.', () => void ask()]]);
  return (
    <Button
      variant="subtle"
      color="red"
      c="var(--f-red)"
      leftSection={<IconSquare size={14} stroke={2} />}
      loading={stop.isPending}
      onClick={() => void ask()}
      data-testid="stop-button"
    >
      {t.stop}
    </Button>
  );
}

function Consequences({ tasks }: { tasks: Suspension[] }) {
  return (
    <>
      {t.stopBody}
      {tasks.length > 0 && (
        <div className={classes.withdrawn}>
          {t.stopTasks(tasks.length)}
          <ul>
            {tasks.map(({ id, reason, node_id }) => (
              <li key={id}>{reason || node_id}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
