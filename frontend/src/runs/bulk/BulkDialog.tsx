// Asks before many runs are stopped or retried, shows how far it is, and what came of each.
import { Button, Group, Modal, Progress, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunFilter } from '../../api/queries';
import type { RunSummary } from '../../api/types';
import { Refusal } from '../../run/recover/Refusal';
import { text } from '../../strings';
import { ErrorState } from '../../ui/ErrorState';
import { SkeletonText } from '../../ui/Skeletons';
import { StatusPill } from '../../ui/StatusPill';
import { kindsOf } from '../../ui/waiting';
import { inWords } from '../inWords';
import { shortId } from '../RunTable';
import { type Act, fetchIds } from './api';
import classes from './bulk.module.css';
import { Results } from './Results';
import { useActing } from './useActing';

const t = text.manyRuns;
const SAMPLE = 5;

export interface BulkDialogProps {
  act: Act;
  /** Those that were selected by hand; null: all that match the filter. */
  ids: readonly string[] | null;
  filter: RunFilter;
  /** The loaded rows, for the sample. */
  runs: readonly RunSummary[];
  onClose: () => void;
}

/** Those that match when the dialog opens: what comes later was not asked for. */
function useNamed(ids: readonly string[] | null, filter: RunFilter) {
  const matching = useQuery({
    queryKey: ['run-ids', filter],
    queryFn: () => fetchIds(filter),
    enabled: ids === null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (ids) return { ids, more: false, error: null, refetch: () => undefined };
  const { data, error, refetch } = matching;
  return { ids: data?.ids, more: data?.more ?? false, error, refetch: () => void refetch() };
}

export default function BulkDialog({ act, ids, filter, runs, onClose }: BulkDialogProps) {
  const named = useNamed(ids, filter);
  const { acting, start, stop } = useActing();
  const count = named.ids?.length ?? 0;
  const words = t.acts[act];
  const title = acting.phase === 'asking' && named.ids ? words.title(count) : words.doing;
  return (
    <Modal
      opened
      onClose={onClose}
      title={acting.phase === 'done' ? words.done : title}
      size={520}
      closeOnClickOutside={acting.phase !== 'doing'}
    >
      <div className={classes.body} data-testid="bulk">
        {named.error && <ErrorState error={named.error} onRetry={named.refetch} />}
        {!named.error && !named.ids && <SkeletonText lines={5} />}
        {named.ids && acting.phase === 'asking' && (
          <Asking
            act={act}
            ids={named.ids}
            more={named.more}
            filter={ids ? null : filter}
            runs={runs}
            onCancel={onClose}
            onYes={(reason) => void start(act, named.ids ?? [], reason)}
          />
        )}
        {acting.phase === 'doing' && (
          <>
            <Progress
              value={(acting.results.length / Math.max(1, acting.total)) * 100}
              aria-label={words.doing}
              transitionDuration={140}
            />
            <p role="status" className="f-num">
              {t.progress(acting.results.length, acting.total)}
            </p>
            <Group justify="flex-end">
              <Button variant="default" onClick={stop}>
                {t.stop}
              </Button>
            </Group>
          </>
        )}
        {acting.phase === 'done' && (
          <>
            <Results acting={acting} act={act} runs={runs} />
            <Refusal error={acting.error} />
            <Group justify="flex-end">
              <Button onClick={onClose} data-autofocus>
                {text.common.close}
              </Button>
            </Group>
          </>
        )}
      </div>
    </Modal>
  );
}

interface AskingProps {
  act: Act;
  ids: readonly string[];
  more: boolean;
  filter: RunFilter | null;
  runs: readonly RunSummary[];
  onCancel: () => void;
  onYes: (reason: string) => void;
}

function Asking({ act, ids, more, filter, runs, onCancel, onYes }: AskingProps) {
  const [reason, setReason] = useState('');
  const words = t.acts[act];
  const wanted = new Set(ids);
  const sample = runs.filter(({ id }) => wanted.has(id)).slice(0, SAMPLE);
  const left = ids.length - sample.length;
  return (
    <>
      <p>{words.what}</p>
      {filter && <p className="f-dim">{t.filter(inWords(filter) || t.everything)}</p>}
      {more && <p role="alert">{t.tooMany(ids.length)}</p>}
      <ul className={classes.sample}>
        {sample.map((run) => (
          <li key={run.id}>
            <span>
              {run.workflow_name ?? run.workflow} <i className="f-mono">{shortId(run.id)}</i>
            </span>
            <StatusPill status={run.status} kinds={kindsOf(run.suspensions)} />
          </li>
        ))}
        {left > 0 && <li className="f-dim">{t.andMore(left)}</li>}
      </ul>
      <Textarea
        label={t.reason}
        description={t.reasonHint}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={2000}
        autosize
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {text.common.cancel}
        </Button>
        <Button
          color={act === 'stop' ? 'red.9' : undefined}
          disabled={ids.length === 0}
          onClick={() => onYes(reason.trim())}
        >
          {words.verb(ids.length)}
        </Button>
      </Group>
    </>
  );
}
