// The slider over the log: shows the run as it was at any event, plays it, and forks from there.
import { Button, Slider } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconGitFork,
  IconPlayerPause,
  IconPlayerPlay,
} from '@tabler/icons-react';
import { useNames } from '../../api/people';
import { SmallButton } from '../../canvas/SmallButton';
import type { RunStore } from '../../live/runStore';
import { useRunLog } from '../../live/useRunStore';
import { text } from '../../strings';
import { absoluteTime, clockTimeSeconds } from '../../ui/time';
import { narrate } from '../narrate';
import { useForkAt } from '../recover/dialogs';
import type { TitleOf } from '../words';
import { useReplay } from './ReplayProvider';
import classes from './replay.module.css';
import { usePlaying } from './usePlaying';

const t = text.replay;

interface ReplayBarProps {
  store: RunStore;
  titleOf: TitleOf;
}

export function ReplayBar({ store, titleOf }: ReplayBarProps) {
  const replay = useReplay();
  const { at, last, show } = replay;
  const { isPlaying, toggle, stop } = usePlaying(replay);
  if (last === 0) return null;
  const place = at ?? last;
  const go = (seq: number) => {
    stop();
    show(Math.max(1, Math.min(last, seq)));
  };
  return (
    <section className={classes.bar} aria-label={t.label} data-testid="replay">
      <div className={classes.controls}>
        <SmallButton
          icon={isPlaying ? IconPlayerPause : IconPlayerPlay}
          label={isPlaying ? t.pause : t.play}
          onClick={toggle}
        />
        <SmallButton
          icon={IconChevronLeft}
          label={t.back}
          disabled={place <= 1}
          onClick={() => go(place - 1)}
        />
        <Slider
          className={classes.slider}
          min={1}
          max={Math.max(2, last)}
          value={place}
          onChange={go}
          label={null}
          size="sm"
          thumbLabel={t.slider}
          data-testid="replay-slider"
        />
        <SmallButton
          icon={IconChevronRight}
          label={t.next}
          disabled={place >= last}
          onClick={() => go(place + 1)}
        />
        <span className={classes.place}>{t.place(place, last)}</span>
      </div>
      {at !== null && <Shown store={store} titleOf={titleOf} at={at} onNow={() => show(null)} />}
    </section>
  );
}

/** What happened at the shown moment, and what can be done with it. */
function Shown({ store, titleOf, at, onNow }: ReplayBarProps & { at: number; onNow: () => void }) {
  const event = useRunLog(store).find(({ seq }) => seq === at);
  const nameOf = useNames();
  const onFork = useForkAt();
  const told = event && narrate(event, titleOf, nameOf);
  return (
    <div className={classes.shown}>
      <p aria-live="polite" data-testid="replay-told">
        <b>{told?.title}</b>
        {event && (
          <time dateTime={event.at} title={absoluteTime(event.at)}>
            {clockTimeSeconds(event.at)}
          </time>
        )}
      </p>
      {onFork && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconGitFork size={14} />}
          onClick={() => onFork(at)}
        >
          {text.fork.here}
        </Button>
      )}
      <Button size="compact-sm" onClick={onNow}>
        {t.now}
      </Button>
    </div>
  );
}
