// The published versions: number, date, author, note; an old one can be taken back into the draft.
import { Button } from '@mantine/core';
import { IconVersions } from '@tabler/icons-react';
import { useState } from 'react';
import { request } from '../../api/client';
import { useNamesOrYou } from '../../api/people';
import { useVersions } from '../../api/queries';
import type { Version } from '../../api/types';
import { replaceAll } from '../../graph/edits';
import { readGraph } from '../../graph/types';
import { text } from '../../strings';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { SkeletonRows } from '../../ui/Skeletons';
import { Pill } from '../../ui/StatusPill';
import { TimeAgo } from '../../ui/TimeAgo';
import { useSession } from '../state/context';
import { offerUndo } from '../state/offerUndo';
import { CompareDialog, type Pair } from '../versions/CompareDialog';
import classes from './tabs.module.css';

const t = text.editor.versionsTab;

export function VersionsTab({ onRestored, looking }: { onRestored: () => void; looking: boolean }) {
  const session = useSession();
  const nameOf = useNamesOrYou();
  const versions = useVersions(session.slug);
  const [pair, setPair] = useState<Pair | null>(null);
  if (versions.isPending) return <SkeletonRows />;
  if (versions.error) {
    return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  }
  if (versions.data.length === 0) {
    return (
      <EmptyState icon={IconVersions} title={t.none}>
        {t.noneHint}
      </EmptyState>
    );
  }
  const latest = Math.max(...versions.data.map((version) => version.number));
  const restore = async ({ number }: Version) => {
    const { graph } = await request<Version>(`/api/workflows/${session.slug}/versions/${number}/`);
    session.do(t.step(number), replaceAll(session.graph.get(), readGraph(graph)));
    offerUndo(session, t.restored(number));
    onRestored();
  };
  return (
    <div className={classes.page}>
      <ul className={classes.list}>
        {[...versions.data]
          .sort((a, b) => b.number - a.number)
          .map((version) => (
            <li key={version.number}>
              <b className={classes.number}>v{version.number}</b>
              {version.number === latest && <Pill tone="teal">{t.current}</Pill>}
              <span className={classes.grow}>{version.note ?? ''}</span>
              <span className="f-dim">{version.created_by ? nameOf(version.created_by) : ''}</span>
              <span className="f-dim">
                <TimeAgo at={version.created_at} />
              </span>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`${text.versions.compareThis} v${version.number}`}
                onClick={() => setPair(pairOf(version.number, latest))}
              >
                {text.versions.compareThis}
              </Button>
              {!looking && (
                <Button size="compact-sm" variant="default" onClick={() => void restore(version)}>
                  {t.restore}
                </Button>
              )}
            </li>
          ))}
      </ul>
      <CompareDialog versions={versions.data} pair={pair} onClose={() => setPair(null)} />
    </div>
  );
}

/** A version beside the one before it; the first, and what is out, beside the draft. */
const pairOf = (number: number, latest: number): Pair =>
  number === 1 || number === latest
    ? { before: number, after: null }
    : { before: number - 1, after: number };
