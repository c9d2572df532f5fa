// The button that opens what the list can be narrowed by; a drawer on phones.
import { Popover, UnstyledButton } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useState } from 'react';
import { TASK_FILTERS } from '../../api/inbox';
import { text } from '../../strings';
import { SkeletonText } from '../../ui/Skeletons';
import { wordy } from '../../ui/shell/later';
import classes from '../inbox.module.css';

const t = text.inbox;
const FilterPanel = wordy(() => import('./FilterPanel'), <SkeletonText lines={6} />);
const FilterDrawer = wordy(() => import('./FilterDrawer'));

interface FilterButtonProps {
  params: URLSearchParams;
  isNarrow: boolean;
}

export function FilterButton({ params, isNarrow }: FilterButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const count = TASK_FILTERS.filter((name) => name !== 'q' && params.get(name)).length;
  const button = (
    <UnstyledButton
      className={classes.tool}
      data-on={count > 0 || undefined}
      aria-label={count > 0 ? t.filterCount(count) : t.filter}
      aria-expanded={isOpen}
      onClick={() => setOpen(!isOpen)}
      data-testid="filter"
    >
      <IconFilter size={16} />
      <span className={classes.toolWord}>{t.filter}</span>
      {count > 0 && <span className="f-num">{count}</span>}
    </UnstyledButton>
  );
  if (isNarrow) {
    return (
      <>
        {button}
        {isOpen && <FilterDrawer params={params} onClose={() => setOpen(false)} />}
      </>
    );
  }
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      width={440}
      shadow="md"
      trapFocus
    >
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown p="md" mah="calc(100vh - 80px)" style={{ overflow: 'auto' }}>
        <FilterPanel params={params} />
      </Popover.Dropdown>
    </Popover>
  );
}
