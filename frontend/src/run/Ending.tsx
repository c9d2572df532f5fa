// How a run ended when it did not end well: the error up front, or who stopped it.
import { Button, Collapse, CopyButton } from '@mantine/core';
import { IconBan, IconRotateClockwise, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useNamesOrYou } from '../api/people';
import type { EventRecord, RunError } from '../api/types';
import type { RunHead, RunStore } from '../live/runStore';
import { useRunHead, useRunLog } from '../live/useRunStore';
import { text } from '../strings';
import { TimeAgo } from '../ui/TimeAgo';
import { useRunDialogs } from './recover/dialogs';
import classes from './run.module.css';
import { BODY, stepsBehind } from './steps/behind';
import { useMayOperate } from './useOpenWaits';
import { objectOf, type TitleOf, textOf } from './words';

const t = text.run.failure;

interface EndingProps {
  store: RunStore;
  titleOf: TitleOf;
  onSelect: (nodeId: string) => void;
}

export function Ending({ store, titleOf, onSelect }: EndingProps) {
  const head = useRunHead(store);
  const log = useRunLog(store);
  if (head?.status === 'failed') return <Failure {...{ head, log, titleOf, onSelect }} />;
  if (head?.status === 'cancelled') return <Stopped log={log} />;
  return null;
}

/** The error of the run, with what the failed step's own record adds. */
function whole(error: RunError | null, log: readonly EventRecord[]): RunError {
  const failed = log.findLast((event) => event.type === 'NodeFailed' && !event.payload.handled);
  const own = objectOf(failed?.payload.error) as Partial<RunError>;
  return {
    ...own,
    ...error,
    type: error?.type ?? own.type ?? '',
    message: error?.message || own.message || t.nothing,
    node_id: error?.node_id ?? failed?.node_id ?? null,
    traceback: error?.traceback ?? own.traceback,
  };
}

interface FailureProps {
  head: RunHead;
  log: readonly EventRecord[];
  titleOf: TitleOf;
  onSelect: (nodeId: string) => void;
}

function Failure({ head, log, titleOf, onSelect }: FailureProps) {
  const [isOpen, setOpen] = useState(false);
  const dialogs = useRunDialogs();
  const operates = useMayOperate(head);
  const { type, message, node_id: failed, attempt, traceback } = whole(head.error, log);
  // A function is brought down by a step of it, or by its own code, which is no step to show.
  const node = failed === BODY ? (stepsBehind(log).at(-1) ?? null) : failed;
  const details = [`${type}: ${message}`, node && `node ${node}`, traceback].filter(Boolean);
  return (
    <section className={classes.failure} aria-label={t.title} data-testid="run-failure">
      <h2>
        <IconX size={18} />
        {t.title}
        {node && <span className={classes.where}>{t.at(titleOf(node))}</span>}
      </h2>
      <p className={classes.message}>{message}</p>
      <p className="f-small f-dim">
        <span className="f-mono">{type}</span>
        {attempt && attempt > 1 ? ` · ${t.attempt(attempt)}` : ''}
      </p>
      <div className={classes.buttons}>
        {operates && (
          <Button
            size="compact-md"
            leftSection={<IconRotateClockwise size={15} />}
            onClick={dialogs.retry}
            data-testid="retry-button"
          >
            {text.retry.ask}
          </Button>
        )}
        {node && (
          <Button size="compact-md" variant="default" onClick={() => onSelect(node)}>
            {t.show}
          </Button>
        )}
        {traceback && (
          <Button
            size="compact-md"
            variant="subtle"
            color="gray"
            onClick={() => setOpen(!isOpen)}
            aria-expanded={isOpen}
          >
            {t.details}
          </Button>
        )}
        <CopyButton value={details.join('\n')}>
          {({ copied, copy }) => (
            <Button size="compact-md" variant="subtle" color="gray" onClick={copy}>
              {copied ? text.common.copied : t.copy}
            </Button>
          )}
        </CopyButton>
      </div>
      <Collapse expanded={isOpen}>
        <pre className={classes.traceback}>{traceback}</pre>
      </Collapse>
    </section>
  );
}

function Stopped({ log }: { log: readonly EventRecord[] }) {
  const nameOf = useNamesOrYou(text.common.byYou);
  const event = log.findLast(({ type }) => type === 'RunCancelled');
  const by = textOf(event?.payload.by);
  const reason = textOf(event?.payload.reason);
  return (
    <section className={classes.card} aria-label={text.run.stoppedTitle}>
      <h2 className={classes.stopped}>
        <IconBan size={18} />
        {text.run.stoppedTitle}
      </h2>
      <p className="f-dim">
        {by && `${text.run.stoppedBy(nameOf(by))} · `}
        {event && <TimeAgo at={event.at} />}
      </p>
      {reason && <p>{text.common.quoted(reason)}</p>}
    </section>
  );
}
