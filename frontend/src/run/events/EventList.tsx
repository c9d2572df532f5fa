// The event log as sentences: newest first while the run goes on, with a filter and what was recorded.
import { Button } from '@mantine/core';
import { IconGitFork, IconHistory, IconX } from '@tabler/icons-react';
import { type ComponentType, memo, useEffect, useRef, useState } from 'react';
import { type NameOf, useNames } from '../../api/people';
import type { EventRecord, Json } from '../../api/types';
import type { RunStore } from '../../live/runStore';
import { useRunHead, useRunLog } from '../../live/useRunStore';
import { text } from '../../strings';
import { absoluteTime, clockTimeSeconds } from '../../ui/time';
import { isOver } from '../ending';
import { narrate } from '../narrate';
import { useForkAt } from '../recover/dialogs';
import { useReplay } from '../replay/ReplayProvider';
import type { TitleOf } from '../words';
import classes from './events.module.css';
import { FilterBar, Held } from './FilterBar';
import { useEventFilter } from './useEventFilter';

const t = text.run.events;
const PAGE = 200;

interface EventListProps {
  store: RunStore;
  titleOf: TitleOf;
  selected: string | null;
  onSelect: (nodeId: string | null) => void;
}

export function EventList({ store, titleOf, selected, onSelect }: EventListProps) {
  const log = useRunLog(store);
  const head = useRunHead(store);
  const nameOf = useNames();
  const filter = useEventFilter({ log, titleOf, selected });
  const [shown, setShown] = useState(PAGE);
  const onFork = useForkAt();
  const { at, show } = useReplay();
  const { found, query, isNarrowed, clear } = filter;
  const visible = found.slice(0, shown);
  const left = found.length - visible.length;
  return (
    <>
      <FilterBar
        filter={filter}
        step={selected === null ? null : titleOf(selected)}
        isLive={head !== null && !isOver(head)}
      />
      <Held filter={filter} />
      <ol className={classes.list} data-testid="event-log">
        {visible.map((event) => (
          <Line
            key={event.seq}
            event={event}
            titleOf={titleOf}
            nameOf={nameOf}
            isSelected={selected !== null && event.node_id === selected}
            onSelect={onSelect}
            isShown={event.seq === at}
            onFork={onFork}
            onShow={show}
          />
        ))}
      </ol>
      {found.length === 0 && (
        <p className={classes.empty}>
          {query ? t.noMatch(query) : isNarrowed ? t.noneOfKind : t.none}
          {isNarrowed && (
            <Button variant="subtle" size="compact-xs" onClick={clear}>
              {t.clear}
            </Button>
          )}
        </p>
      )}
      {left > 0 && (
        <Button variant="subtle" size="xs" m="sm" onClick={() => setShown(shown + PAGE)}>
          {t.earlier(Math.min(left, PAGE))}
        </Button>
      )}
    </>
  );
}

interface LineProps {
  event: EventRecord;
  titleOf: TitleOf;
  nameOf: NameOf;
  isSelected: boolean;
  onSelect: (nodeId: string | null) => void;
  /** The page shows the run as it was right after it. */
  isShown: boolean;
  onFork: ((seq: number) => void) | null;
  onShow: (seq: number) => void;
}

const Line = memo(function Line(props: LineProps) {
  const { event, titleOf, nameOf, isSelected, isShown, onSelect, onFork, onShow } = props;
  const [isOpen, setOpen] = useState(false);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isShown) item.current?.scrollIntoView?.({ block: 'nearest' });
  }, [isShown]);
  const { title, detail, faint, tone } = narrate(event, titleOf, nameOf);
  const press = () => {
    setOpen(!isOpen);
    if (event.node_id && !isOpen) onSelect(event.node_id);
  };
  return (
    <li
      ref={item}
      className={classes.item}
      data-selected={isSelected || undefined}
      data-shown={isShown || undefined}
      data-seq={event.seq}
    >
      <button type="button" className={classes.event} onClick={press} aria-expanded={isOpen}>
        <span className={classes.seq}>{event.seq}</span>
        <time className={classes.time} dateTime={event.at} title={absoluteTime(event.at)}>
          {clockTimeSeconds(event.at)}
        </time>
        <span className={classes.words} data-faint={faint || undefined}>
          {tone && !faint && <i data-tone={tone} />}
          {title}
          {detail && <span className={classes.detail}>{detail}</span>}
        </span>
      </button>
      <span className={classes.acts}>
        <Act icon={IconHistory} hint={text.replay.show} onClick={() => onShow(event.seq)}>
          {text.replay.showOf(title)}
        </Act>
        {onFork && (
          <Act icon={IconGitFork} hint={text.fork.here} onClick={() => onFork(event.seq)}>
            {text.fork.hereOf(title)}
          </Act>
        )}
      </span>
      {isOpen && <Recorded event={event} onClose={() => setOpen(false)} />}
    </li>
  );
});

interface ActProps {
  icon: ComponentType<{ size?: number }>;
  hint: string;
  onClick: () => void;
  children: string;
}

/** A plain button: hundreds of lines have two each. */
function Act({ icon: Icon, hint, onClick, children }: ActProps) {
  return (
    <button
      type="button"
      className={classes.act}
      title={hint}
      aria-label={children}
      onClick={onClick}
    >
      <Icon size={14} />
    </button>
  );
}

function Recorded({ event, onClose }: { event: EventRecord; onClose: () => void }) {
  return (
    <div className={classes.recorded}>
      <div>
        <span className="f-small f-dim">
          {t.raw} · <span className="f-mono">{event.type}</span>
        </span>
        <button type="button" onClick={onClose} aria-label={text.common.close}>
          <IconX size={13} />
        </button>
      </div>
      <pre>{JSON.stringify(event.payload as Json, null, 2)}</pre>
    </div>
  );
}
