// What narrows the run list in its header: status tabs, the workflow and words.
import { ActionIcon, SegmentedControl, Select, Tooltip } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { Link } from 'react-router';
import { type RunFilter, useWorkflows } from '../api/queries';
import { text } from '../strings';
import { SearchField } from '../ui/SearchField';
import { MoreFilters } from './MoreFilters';
import { ViewsMenu } from './views/ViewsMenu';

const t = text.runs;
const TABS = ['', 'queued,running', 'suspended', 'completed', 'failed', 'cancelled'] as const;

interface StatusTabsProps {
  value: string;
  onChange: (status: string) => void;
}

export function StatusTabs({ value, onChange }: StatusTabsProps) {
  return (
    <SegmentedControl
      size="sm"
      value={value}
      onChange={onChange}
      aria-label={t.status}
      data={TABS.map((status) => ({ value: status, label: t.tabs[status || 'all'] }))}
    />
  );
}

/** Looks at a run that was downloaded elsewhere. */
function OpenBundle() {
  return (
    <Tooltip label={text.bundle.open}>
      <ActionIcon
        component={Link}
        to="/runs/file"
        variant="default"
        size={32}
        aria-label={text.bundle.open}
      >
        <IconFileImport size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

interface RunFiltersProps {
  filter: RunFilter;
  set: (changes: Record<string, string | null>) => void;
}

export function RunFilters({ filter, set }: RunFiltersProps) {
  const workflows = useWorkflows().data ?? [];
  return (
    <>
      <Select
        w={160}
        data={workflows.map(({ slug, name }) => ({ value: slug, label: name }))}
        value={filter.workflow ?? null}
        onChange={(workflow) => set({ workflow })}
        placeholder={t.anyWorkflow}
        aria-label={t.workflow}
        searchable
        clearable
      />
      <SearchField
        value={filter.q ?? ''}
        onChange={(q) => set({ q })}
        label={t.search}
        width={170}
      />
      <MoreFilters filter={filter} set={set} />
      <ViewsMenu filter={filter} set={set} />
      <OpenBundle />
    </>
  );
}
