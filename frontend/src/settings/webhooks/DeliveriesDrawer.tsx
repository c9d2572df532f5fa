// What was sent to one webhook: each with its attempts and its text, and sending it again.
import { Accordion, Button, Drawer, Loader } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import type { Delivery, DeliveryDetail, Json, Webhook } from '../../api/types';
import { text } from '../../strings';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { asText } from '../../ui/json/readJson';
import { notifyError } from '../../ui/notify';
import { Pill } from '../../ui/StatusPill';
import type { Tone } from '../../ui/states';
import { TimeAgo } from '../../ui/TimeAgo';
import { absoluteTime } from '../../ui/time';
import { useDeliveries, useDelivery, useRedeliver } from './api';
import classes from './webhooks.module.css';

const t = text.webhooks;

const TONES: Record<Delivery['state'], Tone> = {
  waiting: 'blue',
  sent: 'teal',
  dropped: 'gray',
  dead: 'red',
  gathered: 'gray',
};

const nameOf = (kind: string): string =>
  (t.kindNames as Record<string, string | undefined>)[kind] ?? t.test_kind;

function Attempts({ log }: { log: DeliveryDetail['log'] }) {
  return (
    <ol className={classes.log} aria-label={t.log}>
      {log.map((attempt) => (
        <li key={attempt.at}>
          <span className="f-num">{absoluteTime(attempt.at)}</span>
          <b>{attempt.status ?? t.noAnswer}</b>
          <span className="f-dim">{t.ms(attempt.milliseconds)}</span>
          {attempt.error && <span className={classes.wrong}>{attempt.error}</span>}
          {attempt.answer && <code>{attempt.answer}</code>}
        </li>
      ))}
    </ol>
  );
}

function Detail({ id, isOpen }: { id: number; isOpen: boolean }) {
  const { data, error, refetch } = useDelivery(id, isOpen);
  const again = useRedeliver(id);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loader size="sm" aria-label={text.common.loading} />;
  return (
    <div className={classes.detail}>
      <Attempts log={data.log} />
      <details>
        <summary>{t.body}</summary>
        <pre>{asText(data.body as Json)}</pre>
      </details>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconRefresh size={14} />}
        loading={again.isPending}
        onClick={() =>
          again.mutate(undefined, { onError: (wrong) => notifyError(t.againFailed, wrong) })
        }
      >
        {t.again}
      </Button>
    </div>
  );
}

function Entry({ delivery, isOpen }: { delivery: Delivery; isOpen: boolean }) {
  const { id, kind, state, attempts, created_at: at } = delivery;
  return (
    <Accordion.Item value={String(id)}>
      <Accordion.Control>
        <span className={classes.entry}>
          <span>{nameOf(kind)}</span>
          <Pill tone={TONES[state]}>{t.states[state]}</Pill>
          <span className="f-faint f-small">
            <TimeAgo at={at} /> · {t.attempts(attempts)}
          </span>
        </span>
      </Accordion.Control>
      <Accordion.Panel>
        <Detail id={id} isOpen={isOpen} />
      </Accordion.Panel>
    </Accordion.Item>
  );
}

export function DeliveriesDrawer({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { data, error, refetch, hasNextPage, fetchNextPage } = useDeliveries(webhook.id);
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={520}
      title={t.deliveriesOf(webhook.name)}
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <EmptyState title={t.noDeliveries} />}
      {data && data.length > 0 && (
        <Accordion value={open} onChange={setOpen} chevronPosition="left">
          {data.map((delivery) => (
            <Entry key={delivery.id} delivery={delivery} isOpen={open === String(delivery.id)} />
          ))}
        </Accordion>
      )}
      {hasNextPage && (
        <Button variant="subtle" color="gray" fullWidth onClick={() => void fetchNextPage()}>
          {text.common.loadMore}
        </Button>
      )}
    </Drawer>
  );
}
