// The run bar of the editor: Run, Pause, Resume, Stop and the state of the shown run, always in this order.
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconSquare,
  IconX,
} from '@tabler/icons-react';
import { useBarred } from '../../api/session';
import type { Suspension } from '../../api/types';
import type { RunStore } from '../../live/runStore';
import { useRunHead } from '../../live/useRunStore';
import { StopButton } from '../../run/StopButton';
import { isResumable, useMayOperate, useOpenWaits } from '../../run/useOpenWaits';
import { text } from '../../strings';
import { useSession, useShownRun } from '../state/context';
import { RunStatus } from './RunStatus';
import classes from './runbar.module.css';
import { TryMenu } from './TryMenu';

const t = text.editor.run;

interface EditorRunBarProps {
  onRun: () => void;
  onResume: (suspension: Suspension) => void;
}

export function EditorRunBar({ onRun, onResume }: EditorRunBarProps) {
  const { store } = useShownRun();
  return (
    <div className={classes.bar} role="toolbar" aria-label={t.label} data-testid="run-bar">
      <RunButton onRun={onRun} />
      <TryMenu />
      <Tooltip label={t.pauseLater}>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconPlayerPause size={16} />}
          data-disabled
          aria-disabled
          className={classes.pause}
        >
          {t.pause}
        </Button>
      </Tooltip>
      {store ? <RunSlots store={store} onResume={onResume} /> : <StopIdle />}
    </div>
  );
}

function RunButton({ onRun }: { onRun: () => void }) {
  const barred = useBarred(useSession().slug, 'start');
  return (
    <Tooltip label={t.mayNot} disabled={!barred}>
      <Button
        variant="subtle"
        color="gray"
        c={barred ? undefined : 'var(--f-text)'}
        leftSection={<IconPlayerPlay size={16} />}
        data-disabled={barred || undefined}
        aria-disabled={barred}
        onClick={() => barred || onRun()}
        data-testid="run-button"
      >
        {t.run}
      </Button>
    </Tooltip>
  );
}

function StopIdle() {
  return (
    <Button
      variant="subtle"
      color="gray"
      leftSection={<IconSquare size={14} stroke={2} />}
      disabled
      data-testid="stop-button"
    >
      {text.run.bar.stop}
    </Button>
  );
}

const OVER = new Set(['completed', 'failed', 'cancelled']);

function RunSlots({
  store,
  onResume,
}: {
  store: RunStore;
  onResume: EditorRunBarProps['onResume'];
}) {
  const { show } = useShownRun();
  const head = useRunHead(store) ?? store.head;
  const mine = useOpenWaits(store).filter(isResumable);
  const mayStop = useMayOperate(head) && !OVER.has(head.status);
  return (
    <>
      <ResumeButton waits={mine.map((wait) => wait.suspension)} onResume={onResume} />
      {mayStop ? <StopButton runId={head.id} suspensions={head.suspensions} /> : <StopIdle />}
      <span className={classes.separator} />
      <RunStatus head={head} />
      <ActionIcon
        className={classes.hide}
        variant="subtle"
        color="gray"
        aria-label={t.hide}
        onClick={() => show(null)}
      >
        <IconX size={14} />
      </ActionIcon>
    </>
  );
}

function ResumeButton(props: { waits: Suspension[]; onResume: EditorRunBarProps['onResume'] }) {
  const { waits, onResume } = props;
  const session = useSession();
  const [only] = waits;
  if (!only) return null;
  const look = {
    color: 'violet',
    leftSection: <IconPlayerTrackNext size={16} />,
    'data-testid': 'resume-button',
  };
  if (waits.length === 1) {
    return (
      <Button {...look} onClick={() => onResume(only)}>
        {text.run.bar.resume}
      </Button>
    );
  }
  return (
    <Menu position="top">
      <Menu.Target>
        <Button {...look}>{text.run.bar.resumeMany(waits.length)}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text.run.bar.resumeWhich}</Menu.Label>
        {waits.map((wait) => (
          <Menu.Item key={wait.id} onClick={() => onResume(wait)}>
            {session.node(wait.node_id)?.title || wait.node_id}
            <div className="f-small f-dim">{wait.reason}</div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
