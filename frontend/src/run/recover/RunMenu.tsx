// What can be done with a run beside ending its waits: compare, fork, keep a moment, move, retry.
import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconArrowUpRight,
  IconBookmark,
  IconDots,
  IconDownload,
  IconGitCompare,
  IconGitFork,
  IconRotateClockwise,
  IconVersions,
} from '@tabler/icons-react';
import { Link } from 'react-router';
import type { RunHead } from '../../live/runStore';
import { text } from '../../strings';
import { useMayOperate } from '../useOpenWaits';
import { useRunDialogs } from './dialogs';

interface RunMenuProps {
  head: RunHead;
  /** The newest version of the workflow. */
  latest: number | null;
  isNarrow: boolean;
}

/** The newest version when the run could be moved to it: only one at rest can. */
export function versionToMoveTo(head: RunHead, latest: number | null): number | null {
  const atRest = head.status === 'suspended' || head.status === 'failed';
  const isOld = latest !== null && head.version !== null && latest > head.version;
  return atRest && isOld && head.kind !== 'function' ? latest : null;
}

export function RunMenu({ head, latest, isNarrow }: RunMenuProps) {
  const { starts, ...dialogs } = useRunDialogs();
  return (
    <>
      {!isNarrow && (
        <Button variant="default" onClick={dialogs.compare}>
          {text.compare.button}
        </Button>
      )}
      {!isNarrow && starts && (
        <Button
          variant="default"
          leftSection={<IconGitFork size={16} />}
          onClick={() => dialogs.fork()}
        >
          {text.fork.button}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={32} aria-label={text.person.more}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {isNarrow && (
            <>
              {starts && (
                <Menu.Item leftSection={<IconGitFork size={16} />} onClick={() => dialogs.fork()}>
                  {text.fork.open}
                </Menu.Item>
              )}
              <Menu.Item leftSection={<IconGitCompare size={16} />} onClick={dialogs.compare}>
                {text.compare.open}
              </Menu.Item>
            </>
          )}
          <Operating head={head} latest={latest} />
          <Menu.Item
            component="a"
            href={`/api/runs/${head.id}/bundle/`}
            download
            leftSection={<IconDownload size={16} />}
          >
            {text.run.download}
          </Menu.Item>
          <Menu.Item
            component={Link}
            to={`/workflows/${head.workflow}`}
            leftSection={<IconArrowUpRight size={16} />}
          >
            {text.run.openWorkflow}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** What only those may do who may operate the run. */
function Operating({ head, latest }: Pick<RunMenuProps, 'head' | 'latest'>) {
  const dialogs = useRunDialogs();
  const version = versionToMoveTo(head, latest);
  if (!useMayOperate(head)) return null;
  return (
    <>
      {head.status === 'failed' && (
        <Menu.Item leftSection={<IconRotateClockwise size={16} />} onClick={dialogs.retry}>
          {text.retry.open}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconBookmark size={16} />} onClick={dialogs.checkpoint}>
        {text.checkpoints.saveOpen}
      </Menu.Item>
      {version !== null && (
        <Menu.Item
          leftSection={<IconVersions size={16} />}
          onClick={() => dialogs.migrate(version)}
        >
          {text.migrate.open(version)}
        </Menu.Item>
      )}
    </>
  );
}
