// Above the run list: what it is narrowed by from elsewhere, each to be taken off, and how many are left.
import { Button, CloseButton } from '@mantine/core';
import { useRunCount } from '../api/dashboard';
import type { RunFilter } from '../api/queries';
import { text } from '../strings';
import { Pill } from '../ui/StatusPill';
import { type Chip, chipsOf } from './chips';
import classes from './runs.module.css';

const t = text.runChips;

function Removable({ chip, onRemove }: { chip: Chip; onRemove: () => void }) {
  return (
    <li className={classes.chip}>
      <Pill tone={chip.tone}>{chip.words}</Pill>
      <CloseButton size="xs" aria-label={t.remove(chip.words)} onClick={onRemove} />
    </li>
  );
}

interface RunChipsProps {
  filter: RunFilter;
  set: (changes: Record<string, string | null>) => void;
}

export function RunChips({ filter, set }: RunChipsProps) {
  const chips = chipsOf(filter);
  const count = useRunCount(filter, chips.length > 0).data;
  if (chips.length === 0) return null;
  const all = () => set(Object.fromEntries(chips.map(({ name }) => [name, null])));
  return (
    <div className={classes.narrowed}>
      <span className={classes.count} role="status">
        {count === undefined ? '' : t.count(count)}
      </span>
      <ul className={classes.chips} aria-label={t.label}>
        {chips.map((chip) => (
          <Removable key={chip.name} chip={chip} onRemove={() => set({ [chip.name]: null })} />
        ))}
      </ul>
      {chips.length > 1 && (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={all}>
          {text.common.clearFilters}
        </Button>
      )}
    </div>
  );
}
