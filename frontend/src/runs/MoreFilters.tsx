// The filters of the run list that are needed now and then: a tag, and the days in which runs began.
import {
  ActionIcon,
  Button,
  Indicator,
  Input,
  Popover,
  SegmentedControl,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { RunFilter } from '../api/queries';
import { text } from '../strings';
import { dayIn, endOfDay, startOfDay } from './days';
import classes from './runs.module.css';

const t = text.runFilters;

const TESTS = [
  { value: '', label: t.testsShown.both },
  { value: 'false', label: t.testsShown.none },
  { value: 'true', label: t.testsShown.only },
];

interface MoreFiltersProps {
  filter: RunFilter;
  set: (changes: Record<string, string | null>) => void;
}

export function MoreFilters({ filter, set }: MoreFiltersProps) {
  const [isOpen, setOpen] = useState(false);
  const isSet = Boolean(
    filter.tag || filter.started_after || filter.started_before || filter.draft,
  );
  return (
    <Popover
      withRoles={false}
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      width={260}
      trapFocus
    >
      <Popover.Target>
        <Tooltip label={t.more} disabled={isOpen}>
          <Indicator disabled={!isSet} size={8} offset={3}>
            <ActionIcon
              variant="default"
              size={32}
              aria-label={t.more}
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              <IconAdjustmentsHorizontal size={16} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Fields filter={filter} set={set} onDone={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Fields({ filter, set, onDone }: MoreFiltersProps & { onDone: () => void }) {
  const [tag, setTag] = useState(filter.tag ?? '');
  const [from, setFrom] = useState(dayIn(filter.started_after));
  const [to, setTo] = useState(dayIn(filter.started_before, -1));
  const [draft, setDraft] = useState(filter.draft ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set({
      tag: tag.trim().replace(/^#/, ''),
      draft: draft || null,
      started_after: startOfDay(from),
      started_before: endOfDay(to),
    });
    onDone();
  };
  return (
    <form className={classes.more} onSubmit={submit}>
      <TextInput
        label={t.tag}
        value={tag}
        onChange={(event) => setTag(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label={t.from}
        type="date"
        value={from}
        max={to || undefined}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        label={t.to}
        type="date"
        value={to}
        min={from || undefined}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <div>
        <Input.Label id="runs-tests">{t.tests}</Input.Label>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-labelledby="runs-tests"
          data={TESTS}
          value={draft}
          onChange={setDraft}
        />
      </div>
      <Button type="submit">{t.apply}</Button>
    </form>
  );
}
