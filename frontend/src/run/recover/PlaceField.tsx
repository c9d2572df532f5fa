// The moment a fork begins at: a place of the log with what happened there, or a checkpoint's name.
import { NumberInput, Slider } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import { useId } from 'react';
import { useNames } from '../../api/people';
import type { ForkPlace } from '../../api/recovering';
import type { RunStore } from '../../live/runStore';
import { useRunLog } from '../../live/useRunStore';
import { text } from '../../strings';
import { absoluteTime, clockTimeSeconds } from '../../ui/time';
import { narrate } from '../narrate';
import type { TitleOf } from '../words';
import classes from './recover.module.css';

const t = text.fork;

interface PlaceFieldProps {
  store: RunStore;
  titleOf: TitleOf;
  place: ForkPlace;
  /** Where a checkpoint is, once the server has said so. */
  seq: number | undefined;
  onPlace: (place: ForkPlace) => void;
}

export function PlaceField({ store, titleOf, place, seq, onPlace }: PlaceFieldProps) {
  const last = Math.max(1, useRunLog(store).at(-1)?.seq ?? 1);
  const id = useId();
  if ('checkpoint' in place) {
    return (
      <div>
        <span className={classes.place}>
          <IconBookmark size={16} />
          <b>{t.checkpoint(place.checkpoint)}</b>
        </span>
        {seq !== undefined && <Said store={store} titleOf={titleOf} seq={seq} />}
      </div>
    );
  }
  const set = (next: number | string) => {
    if (typeof next === 'number' && next >= 1) onPlace({ seq: Math.min(last, Math.round(next)) });
  };
  return (
    <div>
      <div className={classes.place}>
        <label htmlFor={id}>{t.place}</label>
        <NumberInput
          id={id}
          w={88}
          min={1}
          max={last}
          allowDecimal={false}
          value={place.seq}
          onChange={set}
          data-testid="fork-seq"
        />
        <span className="f-dim f-num">{t.placeOf(last)}</span>
        <Slider
          flex={1}
          min={1}
          max={last}
          value={place.seq}
          onChange={set}
          label={null}
          size="sm"
          thumbLabel={t.place}
        />
      </div>
      <Said store={store} titleOf={titleOf} seq={place.seq} />
    </div>
  );
}

/** What the log says of that place. */
function Said({ store, titleOf, seq }: { store: RunStore; titleOf: TitleOf; seq: number }) {
  const event = useRunLog(store).find((each) => each.seq === seq);
  const nameOf = useNames();
  if (!event) return null;
  const { title, detail } = narrate(event, titleOf, nameOf);
  return (
    <p className={classes.said}>
      <b>{title}</b>
      {detail && ` · ${detail}`}{' '}
      <time title={absoluteTime(event.at)}>{t.at(clockTimeSeconds(event.at))}</time>
    </p>
  );
}
