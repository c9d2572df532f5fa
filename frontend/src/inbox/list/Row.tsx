// A task in the list: the question and when it is due, where it comes from and what is to know of it.
import { type MouseEvent, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { useNamesOrYou } from '../../api/people';
import type { TaskSummary } from '../../api/types';
import { text } from '../../strings';
import { Pill, TestBadge } from '../../ui/StatusPill';
import { TimeAgo } from '../../ui/TimeAgo';
import { decisionOf, isOpen } from '../boxes';
import type { Selection } from '../bulk/useSelection';
import { Due } from './DueText';
import classes from './list.module.css';
import { Counts, Outcome, Priority, useMarks } from './Marks';
import { placeOf } from './place';

const t = text.inbox;

interface RowProps {
  task: TaskSummary;
  to: string;
  isCurrent: boolean;
  isNew: boolean;
  selection: Selection;
  /** A tap selects: the phone has no room for a box beside each row all the time. */
  tapSelects: boolean;
}

export function Row({ task, to, isCurrent, isNew, selection, tapSelects }: RowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const open = isOpen(task);
  const isSelected = selection.ids.has(task.id);
  const select = (event: MouseEvent) => {
    if (!open) return;
    if (event.shiftKey) selection.range(task.id);
    else selection.toggle(task.id);
  };
  const tap = (event: MouseEvent) => {
    if (!tapSelects) return;
    event.preventDefault();
    select(event);
  };
  return (
    <div
      ref={row}
      className={classes.item}
      data-current={isCurrent || undefined}
      data-selected={isSelected || undefined}
      data-selecting={selection.isOn || undefined}
      data-closed={(!open && !decisionOf(task)) || undefined}
    >
      {open && (
        <input
          type="checkbox"
          className={classes.check}
          checked={isSelected}
          onChange={() => undefined}
          onClick={select}
          aria-label={t.selectTask(task.title)}
          tabIndex={selection.isOn ? 0 : -1}
          data-testid={`select-${task.id}`}
        />
      )}
      <Link
        to={to}
        className={classes.row}
        aria-current={isCurrent || undefined}
        data-new={isNew || undefined}
        data-testid={`task-${task.id}`}
        onClick={tap}
      >
        <Content task={task} isNew={isNew} />
      </Link>
    </div>
  );
}

function Content({ task, isNew }: { task: TaskSummary; isNew: boolean }) {
  const nameOf = useNamesOrYou(text.common.byYou);
  const marks = useMarks(task);
  const from = task.initiator ? ` · ${t.from(nameOf(task.initiator))}` : '';
  const open = isOpen(task);
  const at = task.decided_at ?? task.closed_at;
  const short = marks.length === 1 && marks[0]?.key !== 'info' ? marks[0] : null;
  const reason = !open && !decisionOf(task) && task.closed_reason;
  return (
    <>
      <span className={classes.dot}>{isNew && <i title={t.unread} />}</span>
      <span className={classes.title}>
        <Priority task={task} />
        {task.title} {task.test && <TestBadge />}
      </span>
      <span className={classes.when}>{open ? <Due task={task} /> : at && <TimeAgo at={at} />}</span>
      <span className={classes.about}>
        <span className={classes.place}>
          {placeOf(task)}
          {from}
        </span>
        <Counts task={task} />
      </span>
      <span className={classes.mark}>
        {!open && <Outcome task={task} />}
        {short && <Pill tone={short.tone}>{short.words}</Pill>}
      </span>
      {marks.length > 0 && !short && (
        <span className={classes.marks}>
          {marks.map(({ key, tone, words }) => (
            <Pill key={key} tone={tone}>
              {words}
            </Pill>
          ))}
        </span>
      )}
      {reason && <span className={classes.reason}>{reason}</span>}
    </>
  );
}
