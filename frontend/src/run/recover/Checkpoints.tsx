// The moments of a run that are kept: by the run itself and under names, each to be forked from.
import { Button } from '@mantine/core';
import { IconBookmark, IconGitFork, IconPointFilled } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useNamesOrYou } from '../../api/people';
import { useCheckpoints } from '../../api/recovering';
import type { Checkpoint } from '../../api/types';
import type { RunStore } from '../../live/runStore';
import { useRunHead, useRunLog } from '../../live/useRunStore';
import { text } from '../../strings';
import { ErrorState } from '../../ui/ErrorState';
import { SkeletonText } from '../../ui/Skeletons';
import { TimeAgo } from '../../ui/TimeAgo';
import data from '../data/data.module.css';
import { useMayOperate } from '../useOpenWaits';
import { useRunDialogs } from './dialogs';
import classes from './recover.module.css';

const t = text.checkpoints;
// After these the run has kept a new one.
const KEEPS = new Set(['CheckpointSaved', 'RunSuspended', 'RunCompleted', 'RunFailed']);

/** The place of the log after which the list has not changed. */
function useSeen(store: RunStore): number {
  const log = useRunLog(store);
  return useMemo(() => log.findLast(({ type }) => KEEPS.has(type))?.seq ?? 0, [log]);
}

export function Checkpoints({ store }: { store: RunStore }) {
  const head = useRunHead(store);
  const seen = useSeen(store);
  const list = useCheckpoints(store.head.id, seen);
  const dialogs = useRunDialogs();
  const operates = useMayOperate(head ?? store.head);
  return (
    <section className={data.block} aria-label={t.title} data-testid="checkpoints">
      <div className={classes.pointsHead}>
        <h3>{t.title}</h3>
        {operates && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconBookmark size={14} />}
            onClick={dialogs.checkpoint}
          >
            {t.save}
          </Button>
        )}
      </div>
      {list.isPending && <SkeletonText lines={4} />}
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.length === 0 && (
        <p className="f-dim">
          {t.none}. {t.noneHint}
        </p>
      )}
      <ul className={classes.points}>
        {list.data?.map((point) => (
          <Point key={point.id} point={point} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" size="xs" onClick={() => void list.fetchNextPage()}>
          {text.common.loadMore}
        </Button>
      )}
    </section>
  );
}

function Point({ point }: { point: Checkpoint }) {
  const nameOf = useNamesOrYou();
  const dialogs = useRunDialogs();
  const name = point.name || t.automatic;
  const Icon = point.name ? IconBookmark : IconPointFilled;
  return (
    <li>
      <Icon size={16} color={point.name ? 'var(--f-indigo)' : 'var(--f-faint)'} />
      <span className={classes.point} data-quiet={!point.name || undefined}>
        <b title={name}>{name}</b>
        <span className="f-small f-dim">
          {t.event(point.seq)} · <TimeAgo at={point.created_at} />
          {point.created_by && ` · ${nameOf(point.created_by)}`}
        </span>
      </span>
      {dialogs.starts && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconGitFork size={14} />}
          aria-label={t.forkOf(name)}
          onClick={() => dialogs.fork(point.name ? { checkpoint: point.name } : { seq: point.seq })}
        >
          {text.fork.button}
        </Button>
      )}
    </li>
  );
}
