// Over the run list while something is selected: how much, all that match, and what can be done to it.
import { Button, CloseButton } from '@mantine/core';
import { IconPlayerStop, IconRotateClockwise } from '@tabler/icons-react';
import { text } from '../../strings';
import type { Act } from './api';
import classes from './bulk.module.css';
import type { Selection } from './useSelection';

const t = text.manyRuns;

interface SelectionBarProps {
  selection: Selection;
  /** How many runs are loaded, and how many match in all. */
  loaded: number;
  matching: number | undefined;
  onAct: (act: Act) => void;
}

export function SelectionBar({ selection, loaded, matching, onAct }: SelectionBarProps) {
  const { ids, all, selectAll, clear } = selection;
  const count = all ? (matching ?? ids.size) : ids.size;
  if (count === 0) return null;
  const offersAll = !all && ids.size === loaded && matching !== undefined && matching > loaded;
  return (
    <div className={classes.bar} role="toolbar" aria-label={t.label} data-testid="selection">
      <CloseButton size="sm" aria-label={t.clear} onClick={clear} />
      <b aria-live="polite">{all ? t.allSelected(count) : t.selected(count)}</b>
      {offersAll && (
        <Button size="compact-sm" variant="subtle" onClick={selectAll}>
          {t.selectAll(matching)}
        </Button>
      )}
      <span className={classes.acts}>
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconRotateClockwise size={15} />}
          onClick={() => onAct('retry')}
        >
          {t.acts.retry.button}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconPlayerStop size={15} />}
          onClick={() => onAct('stop')}
        >
          {t.acts.stop.button}
        </Button>
      </span>
    </div>
  );
}
