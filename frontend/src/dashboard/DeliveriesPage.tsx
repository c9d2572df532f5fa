// Mails and calls of webhooks that are on their way or were given up, for administrators.
import { Button, SegmentedControl } from '@mantine/core';
import { IconLock, IconMailOff } from '@tabler/icons-react';
import { useDeliveryList, useSendAgain } from '../api/dashboard';
import { useNames } from '../api/people';
import { useMe } from '../api/session';
import type { Delivery } from '../api/types';
import { text } from '../strings';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import table from '../ui/ListTable.module.css';
import { LoadMore } from '../ui/LoadMore';
import { notifyError } from '../ui/notify';
import { Page } from '../ui/Page';
import { PageHeader } from '../ui/PageHeader';
import { SkeletonRows } from '../ui/Skeletons';
import { TimeAgo } from '../ui/TimeAgo';
import { useSearchFilter } from '../ui/useSearchFilter';

const t = text.dashboard.deliveries;
const COLUMNS = { '--columns': 'minmax(0, 1fr) 180px 110px 110px 130px' } as React.CSSProperties;

const kindOf = (kind: string): string => {
  const kinds: Record<string, string | undefined> = { ...t.kinds, ...text.webhooks.kindNames };
  return kinds[kind] ?? kind;
};

function Again({ id }: { id: number }) {
  const again = useSendAgain();
  return (
    <Button
      variant="default"
      size="xs"
      loading={again.isPending}
      onClick={() => again.mutate(id, { onError: (error) => notifyError(t.failed, error) })}
    >
      {t.again}
    </Button>
  );
}

function Row({ row }: { row: Delivery }) {
  const nameOf = useNames();
  const to = row.channel === 'mail' ? nameOf(row.user ?? '') : (row.webhook_name ?? '');
  return (
    <div className={table.row} data-testid="delivery">
      <span>
        <span className={table.name}>{kindOf(row.kind)}</span>
        {row.last_error && <span className={table.sub}>{row.last_error}</span>}
      </span>
      <span>
        <span className={table.sub}>{to}</span>
        <span className={table.sub}>{t.channels[row.channel]}</span>
      </span>
      <span className={table.meta}>
        <TimeAgo at={row.created_at} />
      </span>
      <span className={`${table.meta} ${table.wide}`}>{text.webhooks.attempts(row.attempts)}</span>
      <span className={table.wide}>
        <Again id={row.id} />
      </span>
    </div>
  );
}

function List({ state }: { state: string }) {
  const query = useDeliveryList(state);
  if (query.isPending) return <SkeletonRows rows={4} />;
  if (query.error && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.length === 0)
    return <EmptyState icon={IconMailOff} title={state === 'dead' ? t.noneDead : t.noneWaiting} />;
  return (
    <section className={`f-card ${table.table}`} style={COLUMNS} aria-label={t.title}>
      <div className={table.head} aria-hidden="true">
        <span>{t.what}</span>
        <span>{t.to}</span>
        <span>{t.since}</span>
        <span>{t.tried}</span>
        <span />
      </div>
      {query.data.map((row) => (
        <Row key={row.id} row={row} />
      ))}
      <LoadMore query={query} />
    </section>
  );
}

export default function DeliveriesPage() {
  const { get, set } = useSearchFilter();
  const isAllowed = useMe().data?.is_superuser ?? false;
  const state = get('state') === 'waiting' ? 'waiting' : 'dead';
  const choice = (
    <SegmentedControl
      size="sm"
      aria-label={t.title}
      data={[
        { value: 'dead', label: t.dead },
        { value: 'waiting', label: t.waiting },
      ]}
      value={state}
      onChange={(next) => set({ state: next })}
    />
  );
  return (
    <Page
      header={
        <PageHeader
          title={t.title}
          crumbs={[{ label: text.dashboard.title, to: '/dashboard' }]}
          actions={isAllowed && choice}
        />
      }
    >
      {isAllowed ? (
        <List state={state} />
      ) : (
        <EmptyState icon={IconLock} title={text.webhooks.forbidden} />
      )}
    </Page>
  );
}
