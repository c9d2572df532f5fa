// The run list: every run one may see, by status, workflow and words, kept current.
import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useRunCount } from '../api/dashboard';
import { RUN_FILTERS, type RunFilter, useRuns } from '../api/queries';
import type { RunSummary } from '../api/types';
import { text } from '../strings';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { Page } from '../ui/Page';
import { PageHeader } from '../ui/PageHeader';
import { SkeletonRows } from '../ui/Skeletons';
import { later } from '../ui/shell/later';
import { useSearchFilter } from '../ui/useSearchFilter';
import type { Act } from './bulk/api';
import type { BulkDialogProps } from './bulk/BulkDialog';
import { SelectionBar } from './bulk/SelectionBar';
import { type Selection, useSelection } from './bulk/useSelection';
import { inWords } from './inWords';
import { RunChips } from './RunChips';
import { RunFilters, StatusTabs } from './RunFilters';
import { RunTable } from './RunTable';
import { queryOf } from './views/useViews';

const BulkDialog = later(() => import('./bulk/BulkDialog'));

const t = text.runs;
const NO_RUNS: RunSummary[] = [];

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

interface ListProps {
  filter: RunFilter;
  clear: () => void;
}

function List({ filter, clear }: ListProps) {
  const query = useRuns(filter);
  const runs = query.data ?? NO_RUNS;
  const selection = useSelection(runs, queryOf(filter));
  // As it was when it was asked for: the list goes on changing under the dialog.
  const [asked, setAsked] = useState<Omit<BulkDialogProps, 'onClose'> | null>(null);
  const ask = (act: Act) =>
    setAsked({ act, ids: selection.all ? null : [...selection.ids], filter, runs });
  const close = () => {
    setAsked(null);
    selection.clear();
  };
  return (
    <>
      <Listed query={query} {...{ filter, clear, selection }} onAct={ask} />
      {asked && <BulkDialog {...asked} onClose={close} />}
    </>
  );
}

interface ListedProps extends ListProps {
  query: ReturnType<typeof useRuns>;
  selection: Selection;
  onAct: (act: Act) => void;
}

function Listed({ query, filter, clear, selection, onAct }: ListedProps) {
  const count = useRunCount(filter, selection.ids.size > 0).data;
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
  const runs = query.data;
  if (runs.length === 0) return <Nothing filter={filter} clear={clear} />;
  return (
    <>
      <SelectionBar selection={selection} loaded={runs.length} matching={count} onAct={onAct} />
      <RunTable runs={runs} query={query} selection={selection} />
    </>
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
