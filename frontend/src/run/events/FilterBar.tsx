// Above the event log: words, kinds and the selected step narrow it; the live tail is paused and goes on.
import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { IconFilter, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { text } from '../../strings';
import classes from './events.module.css';
import { KINDS } from './kinds';
import type { EventFilter } from './useEventFilter';

const t = text.run.events;

interface FilterBarProps {
  filter: EventFilter;
  /** The title of the selected step. */
  step: string | null;
  /** The run goes on: more events may come. */
  isLive: boolean;
}

export function FilterBar({ filter, step, isLive }: FilterBarProps) {
  const { found, query, setQuery, kinds, toggle, onlyStep, setOnlyStep } = filter;
  return (
    <div className={classes.filter}>
      <div className={classes.search}>
        <TextInput
          size="xs"
          placeholder={t.filter}
          aria-label={t.filter}
          leftSection={<IconFilter size={14} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          rightSectionWidth={64}
          rightSection={<span className="f-faint f-small f-num">{found.length}</span>}
        />
        {isLive && <Tail filter={filter} />}
      </div>
      <fieldset className={classes.kinds} aria-label={t.kindsLabel}>
        {KINDS.map((kind) => (
          <Toggle key={kind} on={kinds.includes(kind)} onClick={() => toggle(kind)}>
            {t.kinds[kind]}
          </Toggle>
        ))}
        {step !== null && (
          <Toggle on={onlyStep} onClick={() => setOnlyStep(!onlyStep)}>
            {t.only(step)}
          </Toggle>
        )}
      </fieldset>
    </div>
  );
}

interface ToggleProps {
  on: boolean;
  onClick: () => void;
  children: string;
}

function Toggle({ on, onClick, children }: ToggleProps) {
  return (
    <button type="button" className={classes.kind} aria-pressed={on} onClick={onClick}>
      {children}
    </button>
  );
}

function Tail({ filter }: { filter: EventFilter }) {
  const { isPaused, pause } = filter;
  const label = isPaused ? t.goOn : t.pause;
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        size={30}
        aria-label={label}
        aria-pressed={isPaused}
        onClick={() => pause(!isPaused)}
      >
        {isPaused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
      </ActionIcon>
    </Tooltip>
  );
}

/** What came while the log was paused, to be shown by a press. */
export function Held({ filter }: { filter: EventFilter }) {
  if (!filter.isPaused || filter.held === 0) return null;
  return (
    <Button
      className={classes.held}
      size="compact-sm"
      variant="light"
      fullWidth
      onClick={() => filter.pause(false)}
    >
      {t.held(filter.held)}
    </Button>
  );
}
