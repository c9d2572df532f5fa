// When a schedule comes: a cron line told back in words with its next times, a time zone, what was missed.
import { Select, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { JsonObject } from '../api/types';
import { text } from '../strings';
import { zones } from '../strings/language';
import { useNow } from '../ui/TimeAgo';
import { inZone, timesOf } from './schedule';
import classes from './triggers.module.css';
import { scheduleOf } from './words';

const t = text.triggers;
const OWN = 'own';
const PRESETS = Object.entries(t.presets).map(([value, label]) => ({ value, label }));

interface SettingsFieldsProps {
  settings: JsonObject;
  errors: Record<string, string>;
  onChange: (part: JsonObject) => void;
}

export function ScheduleFields({ settings, errors, onChange }: SettingsFieldsProps) {
  const { cron, timezone, missed } = scheduleOf({ settings });
  const known = useMemo(() => zones(timezone), [timezone]);
  return (
    <>
      <div className={classes.pair}>
        <Select
          label={t.often}
          data={[...PRESETS, { value: OWN, label: t.own }]}
          value={cron in t.presets ? cron : OWN}
          allowDeselect={false}
          onChange={(next) => next && next !== OWN && onChange({ cron: next })}
        />
        <TextInput
          label={t.cron}
          value={cron}
          onChange={(event) => onChange({ cron: event.currentTarget.value })}
          error={errors['settings.cron']}
          styles={{ input: { fontFamily: 'var(--f-mono)' } }}
          spellCheck={false}
          maxLength={200}
          data-testid="trigger-cron"
        />
      </div>
      <NextTimes cron={cron} timezone={timezone} />
      <div className={classes.pair}>
        <Select
          label={t.zone}
          data={known}
          value={timezone}
          searchable
          allowDeselect={false}
          limit={80}
          onChange={(next) => next && onChange({ timezone: next })}
          error={errors['settings.timezone']}
        />
        <Select
          label={t.missed}
          data={t.missedChoices}
          value={missed}
          allowDeselect={false}
          onChange={(next) => next && onChange({ missed: next })}
          error={errors['settings.missed']}
        />
      </div>
    </>
  );
}

function NextTimes({ cron, timezone }: { cron: string; timezone: string }) {
  const now = useNow(60);
  const times = useMemo(() => timesOf(cron, timezone, new Date(now)), [cron, timezone, now]);
  return (
    <section className={classes.times} aria-label={t.nextTimes} data-testid="next-times">
      <p>{times.sentence || t.cronHint}</p>
      {times.problem ? (
        <span>{times.problem}</span>
      ) : (
        <ol>
          {times.next.map((moment) => (
            <li key={moment.getTime()}>
              <time dateTime={moment.toISOString()}>{inZone(moment, timezone)}</time>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
