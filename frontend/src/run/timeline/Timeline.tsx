// The timeline under the graph: a row a step, bars for attempts and waits, one axis, a line for now.
import { Collapse, UnstyledButton } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconChevronDown, IconGitFork } from '@tabler/icons-react';
import { memo, useMemo, useRef } from 'react';
import type { RunStore } from '../../live/runStore';
import { useRunHead, useRunLog } from '../../live/useRunStore';
import { text } from '../../strings';
import { numbers } from '../../strings/formats';
import { useNow } from '../../ui/TimeAgo';
import { absoluteTime, clockTime, clockTimeSeconds, duration } from '../../ui/time';
import { isOver } from '../ending';
import { useForkAt } from '../recover/dialogs';
import type { TitleOf } from '../words';
import { type Axis, axisOf } from './axis';
import { type Bar, type Row, rowsOf } from './bars';
import classes from './timeline.module.css';
import { ROW, useInSight } from './useInSight';

const t = text.run.timeline;

interface TimelineProps {
  store: RunStore;
  titleOf: TitleOf;
  selected: string | null;
  onSelect: (nodeId: string | null) => void;
  /** The place of the log that the page shows; null: the present. */
  shownAt: number | null;
  /** On a phone it has a tab of its own and cannot be folded. */
  foldable?: boolean;
}

export function Timeline(props: TimelineProps) {
  const { foldable = true } = props;
  const [isOpen, setOpen] = useLocalStorage({ key: 'run.timeline', defaultValue: true });
  return (
    <section className={classes.timeline} aria-label={t.title} data-testid="timeline">
      <div className={classes.head}>
        {foldable ? (
          <UnstyledButton
            className={classes.fold}
            onClick={() => setOpen(!isOpen)}
            aria-expanded={isOpen}
          >
            <h2>{t.title}</h2>
            <IconChevronDown size={16} data-closed={!isOpen || undefined} />
          </UnstyledButton>
        ) : (
          <h2>{t.title}</h2>
        )}
        {(['work', 'people', 'time'] as const).map((kind) => (
          <span key={kind} className={classes.key}>
            <i data-kind={kind} />
            {t[kind]}
          </span>
        ))}
      </div>
      <Collapse expanded={isOpen || !foldable}>
        <Rows {...props} />
      </Collapse>
    </section>
  );
}

function Rows({ store, titleOf, selected, onSelect, shownAt }: TimelineProps) {
  const log = useRunLog(store);
  const head = useRunHead(store);
  const rows = useMemo(() => rowsOf(log), [log]);
  const isOpen = head !== null && !isOver(head);
  const tick = useNow(1);
  const now = isOpen ? Math.max(tick, Date.parse(log.at(-1)?.at ?? '') || 0) : 0;
  const axis = useMemo(() => axisOf(rows, now), [rows, now]);
  const then = log.find(({ seq }) => seq === shownAt)?.at;
  const scroll = useRef<HTMLDivElement>(null);
  const [from, to] = useInSight(scroll, rows.length);
  if (!axis) return <p className={classes.none}>{t.none}</p>;
  return (
    <div className={classes.scroll} ref={scroll}>
      <div className={classes.rows}>
        {/* biome-ignore lint/a11y/useSemanticElements: room stands before and after the rows */}
        <div role="list" aria-label={t.title}>
          <div style={{ height: from * ROW }} role="presentation" />
          {rows.slice(from, to).map((row, index) => (
            <RowLine
              key={row.nodeId}
              row={row}
              place={from + index + 1}
              count={rows.length}
              axis={axis}
              now={now}
              title={titleOf(row.nodeId)}
              isSelected={row.nodeId === selected}
              onSelect={onSelect}
            />
          ))}
          <div style={{ height: (rows.length - to) * ROW }} role="presentation" />
        </div>
        <Marks axis={axis} now={isOpen ? now : null} then={then ? Date.parse(then) : null} />
      </div>
    </div>
  );
}

/** Below the rows: clock times, and where now is. */
function Marks({ axis, now, then }: { axis: Axis; now: number | null; then: number | null }) {
  const span = axis.end - axis.start;
  const label = (moment: number) =>
    span < 10_000
      ? t.after(sinceStart((moment - axis.start) / 1000))
      : (span < 120_000 ? clockTimeSeconds : clockTime)(moment);
  const here = now === null ? 2 : axis.at(now);
  // A run of a few milliseconds has fewer moments to tell apart than places for their names.
  const ticks = axis.ticks
    .filter(({ at }) => at < here - 0.1 || at > here + 0.06)
    .map((tick) => ({ ...tick, words: label(tick.moment) }))
    .filter(({ words }, index, all) => words !== all[index - 1]?.words);
  return (
    <div className={classes.marks}>
      {ticks.map(({ at, moment, words }) => (
        <span key={moment} style={{ left: percent(at) }} title={absoluteTime(moment)}>
          {words}
        </span>
      ))}
      {then !== null && (
        <em style={{ left: percent(axis.at(then)) }} data-testid="timeline-then">
          <i aria-hidden="true" />
        </em>
      )}
      {now !== null && (
        <b style={{ left: percent(here) }}>
          <i aria-hidden="true" />
          {t.now}
        </b>
      )}
    </div>
  );
}

const sinceStart = (seconds: number) =>
  seconds < 1 ? duration(seconds) : text.time.s(tenths().format(seconds));
const tenths = () => numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const percent = (share: number) => `${(share * 100).toFixed(3)}%`;

interface RowLineProps {
  row: Row;
  /** From 1, of so many: only the rows in sight are there. */
  place: number;
  count: number;
  axis: Axis;
  now: number;
  title: string;
  isSelected: boolean;
  onSelect: (nodeId: string | null) => void;
}

const RowLine = memo(function RowLine(props: RowLineProps) {
  const { row, place, count, axis, now, title, isSelected, onSelect } = props;
  const last = row.bars.at(-1);
  const waits = last?.to === null && last.kind === 'people';
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the list
    <div className={classes.line} role="listitem" aria-posinset={place} aria-setsize={count}>
      <button
        type="button"
        className={classes.row}
        onClick={() => onSelect(isSelected ? null : row.nodeId)}
        aria-pressed={isSelected}
      >
        <span className={classes.name} data-waits={waits || undefined} title={title}>
          {title}
        </span>
        <span className={classes.track}>
          {row.bars.map((bar) => (
            <BarMark key={bar.seq} bar={bar} axis={axis} now={now} />
          ))}
        </span>
      </button>
      {last && <ForkHere title={title} seq={last.seq} />}
    </div>
  );
});

/** Forks where the last attempt or wait of a row began. */
function ForkHere({ title, seq }: { title: string; seq: number }) {
  const onFork = useForkAt();
  if (!onFork) return null;
  return (
    <button
      type="button"
      className={classes.fork}
      title={text.fork.here}
      aria-label={text.fork.hereOf(title)}
      onClick={() => onFork(seq)}
    >
      <IconGitFork size={12} />
    </button>
  );
}

function BarMark({ bar, axis, now }: { bar: Bar; axis: Axis; now: number }) {
  const end = bar.to ?? now;
  const from = axis.at(bar.from);
  const to = axis.at(end);
  const long = duration(Math.max(0, end - bar.from) / 1000);
  const words = [t.bar(t.kinds[bar.kind], long), bar.attempt > 1 && t.attempt(bar.attempt)];
  const left = percent(from);
  const planned = bar.to === null && bar.until !== null && bar.until > now ? bar.until : null;
  return (
    <>
      {planned !== null && (
        <i
          className={classes.planned}
          style={{ left: percent(to), width: percent(axis.at(planned) - to) }}
          title={t.planned(absoluteTime(planned))}
        />
      )}
      <i
        className={classes.bar}
        data-kind={bar.kind}
        data-open={bar.to === null || undefined}
        style={{ left, width: percent(Math.max(0, to - from)) }}
        title={words.filter(Boolean).join(', ')}
      />
    </>
  );
}
