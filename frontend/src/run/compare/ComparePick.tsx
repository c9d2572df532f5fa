// Choosing the run to compare with: another run of the same workflow, related ones marked.
import { Button, Modal, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useNamesOrYou } from '../../api/people';
import { useRuns } from '../../api/queries';
import type { RunSummary } from '../../api/types';
import type { RunHead, RunStore } from '../../live/runStore';
import { text } from '../../strings';
import { ErrorState } from '../../ui/ErrorState';
import { SkeletonRows } from '../../ui/Skeletons';
import { Pill, StatusPill } from '../../ui/StatusPill';
import { TimeAgo } from '../../ui/TimeAgo';
import { kindsOf } from '../../ui/waiting';
import { shortId } from '../words';
import classes from './compare.module.css';

const t = text.compare;

export default function ComparePick({ store, onClose }: { store: RunStore; onClose: () => void }) {
  const navigate = useNavigate();
  const { head } = store;
  return (
    <Modal opened onClose={onClose} title={t.pickTitle} size={560}>
      <OtherRuns
        head={head}
        onPick={(other) => {
          onClose();
          void navigate(`/runs/${head.id}/compare?other=${other}`);
        }}
      />
    </Modal>
  );
}

function OtherRuns({ head, onPick }: { head: RunHead; onPick: (id: string) => void }) {
  const [query, setQuery] = useState('');
  const [q] = useDebouncedValue(query, 250);
  const runs = useRuns({ workflow: head.workflow, q });
  const others = runs.data?.filter(({ id }) => id !== head.id);
  return (
    <>
      <TextInput
        type="search"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        placeholder={t.find}
        aria-label={t.find}
        leftSection={<IconSearch size={16} />}
        data-autofocus
      />
      {runs.isPending && <SkeletonRows rows={4} />}
      {runs.error && <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />}
      {others?.length === 0 && <p className="f-dim">{q ? t.noMatch(q) : t.none}</p>}
      <ul className={classes.picks} aria-label={t.pick}>
        {others?.map((run) => (
          <li key={run.id}>
            <Pick run={run} related={relation(head, run)} onPick={() => onPick(run.id)} />
          </li>
        ))}
      </ul>
      {runs.hasNextPage && (
        <Button variant="subtle" size="xs" onClick={() => void runs.fetchNextPage()}>
          {text.common.loadMore}
        </Button>
      )}
    </>
  );
}

/** How another run came from this one, or this one from it. */
function relation(head: RunHead, run: RunSummary): string | undefined {
  if (run.id === head.forked_from) return t.parent;
  return (run as { forked_from?: string | null }).forked_from === head.id ? t.fork : undefined;
}

interface PickProps {
  run: RunSummary;
  related: string | undefined;
  onPick: () => void;
}

function Pick({ run, related, onPick }: PickProps) {
  const nameOf = useNamesOrYou(text.common.byYou);
  return (
    <UnstyledButton className={classes.pick} onClick={onPick} data-testid={`compare-${run.id}`}>
      <span className="f-mono">{shortId(run.id)}</span>
      <span className={classes.about}>
        {text.runs.version(run.version)}
        {run.created_by && ` · ${text.runs.by(nameOf(run.created_by))}`} ·{' '}
        <TimeAgo at={run.created_at} />
      </span>
      {related && <Pill tone="indigo">{related}</Pill>}
      <StatusPill status={run.status} kinds={kindsOf(run.suspensions)} />
    </UnstyledButton>
  );
}
