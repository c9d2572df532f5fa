// Messages between runs that are still on their way, for those who look after an installation.
import { Switch } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { Link } from 'react-router';
import { type MessageRow, useMessages } from '../api/dashboard';
import { shortId } from '../runs/RunTable';
import { text } from '../strings';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import table from '../ui/ListTable.module.css';
import { LoadMore } from '../ui/LoadMore';
import { Page } from '../ui/Page';
import { PageHeader } from '../ui/PageHeader';
import { SkeletonRows } from '../ui/Skeletons';
import { TimeAgo } from '../ui/TimeAgo';
import { useSearchFilter } from '../ui/useSearchFilter';

const t = text.dashboard.messages;
const COLUMNS = { '--columns': 'minmax(0, 1fr) 200px 140px 100px 140px' } as React.CSSProperties;

const kindOf = (kind: string): string => t.kinds[kind as keyof typeof t.kinds] ?? kind;

function Row({ row }: { row: MessageRow }) {
  return (
    <div className={table.row}>
      <span className={table.name}>{kindOf(row.kind)}</span>
      <span className={table.sub}>
        {row.run ? (
          <Link to={`/runs/${row.run}`}>
            {row.workflow} <span className="f-mono">{shortId(row.run)}</span>
          </Link>
        ) : (
          t.anyone
        )}
      </span>
      <span className={table.meta}>{row.sent_at ? <TimeAgo at={row.sent_at} /> : t.unknown}</span>
      <span className={`${table.meta} ${table.wide}`}>{t.times(row.attempts)}</span>
      <span className={`${table.meta} ${table.wide}`}>
        {row.due_at ? <TimeAgo at={row.due_at} /> : t.soon}
      </span>
    </div>
  );
}

function List({ late }: { late: boolean }) {
  const query = useMessages(late);
  if (query.isPending) return <SkeletonRows rows={4} />;
  if (query.error && !query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.data.length === 0) {
    return (
      <EmptyState icon={IconMail} title={t.none}>
        {t.noneBody}
      </EmptyState>
    );
  }
  return (
    <section className={`f-card ${table.table}`} style={COLUMNS} aria-label={t.title}>
      <div className={table.head} aria-hidden="true">
        <span>{t.kind}</span>
        <span>{t.run}</span>
        <span>{t.sent}</span>
        <span>{t.tried}</span>
        <span>{t.next}</span>
      </div>
      {query.data.map((row) => (
        <Row key={row.id} row={row} />
      ))}
      <LoadMore query={query} />
    </section>
  );
}

export default function MessagesPage() {
  const { get, set } = useSearchFilter();
  const late = get('late') === 'true';
  return (
    <Page
      header={
        <PageHeader
          title={t.title}
          crumbs={[{ label: t.back, to: '/dashboard' }]}
          actions={
            <Switch
              checked={late}
              onChange={(event) => set({ late: event.currentTarget.checked ? 'true' : null })}
              label={t.late}
            />
          }
        />
      }
    >
      <List late={late} />
    </Page>
  );
}
