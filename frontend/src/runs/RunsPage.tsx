// The run list: every run one may see, by status, workflow and words, kept current.
import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { Link } from 'react-router';
import { RUN_FILTERS, type RunFilter, useRuns } from '../api/queries';
import { text } from '../strings';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { Page } from '../ui/Page';
import { PageHeader } from '../ui/PageHeader';
import { SkeletonRows } from '../ui/Skeletons';
import { useSearchFilter } from '../ui/useSearchFilter';
import { chipsOf } from './chips';
import { RunChips } from './RunChips';
import { RunFilters, StatusTabs } from './RunFilters';
import { RunTable } from './RunTable';

const t = text.runs;
function useFilter() {
  const { get, set } = useSearchFilter();
  const filter: RunFilter = {};
  for (const name of RUN_FILTERS) {
    const value = get(name);
    if (value) filter[name] = value;
  }
  const clear = () => set(Object.fromEntries(RUN_FILTERS.map((name) => [name, null])));
  return { filter, set, clear };
}

/** Name what the list was narrowed by, so that an empty one is no riddle. */
function inWords(filter: RunFilter): string {
  const tab = filter.status ? t.tabs[filter.status as keyof typeof t.tabs] : '';
  const chips = chipsOf(filter).map((chip) => chip.words);
  return [tab, filter.workflow, ...chips, filter.q && text.common.quoted(filter.q)]
    .filter(Boolean)
    .join(' · ');
}

function Nothing({ filter, clear }: { filter: RunFilter; clear: () => void }) {
  if (Object.keys(filter).length === 0) {
    return (
      <EmptyState
        icon={IconPlayerPlay}
        title={t.empty}
        actions={
          <Button component={Link} to="/workflows">
            {t.choose}
          </Button>
        }
      >
        {t.emptyBody}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t.noMatch}
      actions={
        <Button variant="default" onClick={clear}>
          {text.common.clearFilters}
        </Button>
      }
    >
      {inWords(filter)}
    </EmptyState>
  );
}

function List({ filter, clear }: { filter: RunFilter; clear: () => void }) {
  const query = useRuns(filter);
  if (query.isPending) {
    return (
      <div className="f-card">
        <SkeletonRows rows={8} />
      </div>
    );
  }
  if (query.error && !query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.data.length === 0) return <Nothing filter={filter} clear={clear} />;
  return (
    <RunTable
      runs={query.data}
      onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
      loadingMore={query.isFetchingNextPage}
    />
  );
}

export default function RunsPage() {
  const { filter, set, clear } = useFilter();
  return (
    <Page
      header={
        <PageHeader title={t.title} actions={<RunFilters filter={filter} set={set} />}>
          <StatusTabs
            value={filter.status ?? ''}
            onChange={(status) => set({ status, waiting: null })}
          />
        </PageHeader>
      }
    >
      <RunChips filter={filter} set={set} />
      <List filter={filter} clear={clear} />
    </Page>
  );
}
