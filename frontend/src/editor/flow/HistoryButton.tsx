// The list of all steps: a click goes back, or forth again, to the graph as it was after that step.
import { Popover } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useCell } from '../../canvas/cell';
import { SmallButton } from '../../canvas/SmallButton';
import { text } from '../../strings';
import { useSession } from '../state/context';
import classes from './history.module.css';

const t = text.canvas.history;

export function HistoryButton() {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      // The roles belong to the field or button inside, not to what holds it.
      withRoles={false}
      opened={open}
      onChange={setOpen}
      position="right-end"
      width={280}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <span>
          <SmallButton
            label={t.open}
            icon={IconHistory}
            quiet={open}
            onClick={() => setOpen(!open)}
          />
        </span>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t.title}>
        <Steps />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The newest at the top, as in every list of what happened. */
function Steps() {
  const session = useSession();
  const { past, future } = useCell(session.history);
  const undone = future.map((step, index) => ({ ...step, count: past.length + index + 1 }));
  const done = past.map((step, index) => ({ ...step, count: index + 1 }));
  const lines = [...done, ...undone].reverse();
  const line = (count: number, name: string) => (
    <li key={count}>
      <button
        type="button"
        aria-current={count === past.length ? 'step' : undefined}
        data-undone={count > past.length || undefined}
        onClick={() => session.travelTo(count)}
      >
        <span>{name}</span>
        {count === past.length && <small>{t.now}</small>}
        {count > past.length && <small>{t.undone}</small>}
      </button>
    </li>
  );
  return (
    <div className={classes.panel} data-testid="history">
      <h2>{t.title}</h2>
      {lines.length === 0 && <p>{t.empty}</p>}
      <ol>
        {lines.map(({ count, name }) => line(count, name))}
        {lines.length > 0 && line(0, t.start)}
      </ol>
      <p>{t.hint}</p>
    </div>
  );
}
