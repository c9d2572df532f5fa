// What narrows the run list: status tabs, the workflow, tags and words.
import { CloseButton, SegmentedControl, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { type RunFilter, useWorkflows } from '../api/queries';
import { text } from '../strings';
import { SearchField } from '../ui/SearchField';
import { Pill } from '../ui/StatusPill';
import type { Tone } from '../ui/states';
import { shortId } from './RunTable';

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

interface RunFiltersProps {
  filter: RunFilter;
  set: (changes: Record<string, string | null>) => void;
}

export function RunFilters({ filter, set }: RunFiltersProps) {
  const workflows = useWorkflows().data ?? [];
  const clear = (name: keyof RunFilter) => () => set({ [name]: null });
  return (
    <>
      {filter.waiting && (
        <Chip tone={filter.waiting === 'people' ? 'violet' : 'cyan'} onClear={clear('waiting')}>
          {t.waitingOf(filter.waiting)}
        </Chip>
      )}
      {filter.tag && (
        <Chip tone="indigo" onClear={clear('tag')}>
          #{filter.tag}
        </Chip>
      )}
      {filter.parent && (
        <Chip tone="indigo" onClear={clear('parent')}>
          {text.children.below(shortId(filter.parent))}
        </Chip>
      )}
      <Select
        w={180}
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
        width={190}
      />
    </>
  );
}

interface ChipProps {
  tone: Tone;
  onClear: () => void;
  children: ReactNode;
}

/** What the list is narrowed by from elsewhere, with the way to take it off. */
function Chip({ tone, onClear, children }: ChipProps) {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center' }}>
      <Pill tone={tone}>{children}</Pill>
      <CloseButton size="xs" aria-label={text.common.clear} onClick={onClear} />
    </span>
  );
}
