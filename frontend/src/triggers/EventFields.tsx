// Which events start the workflow: by name, and by key where only some of them count.
import { TextInput } from '@mantine/core';
import type { JsonObject } from '../api/types';
import { textOf } from '../run/words';
import { text } from '../strings';
import classes from './triggers.module.css';

const t = text.triggers;

interface EventFieldsProps {
  settings: JsonObject;
  errors: Record<string, string>;
  onChange: (part: JsonObject) => void;
}

export function EventFields({ settings, errors, onChange }: EventFieldsProps) {
  return (
    <div className={classes.pair}>
      <TextInput
        label={t.event}
        description={t.eventHint}
        value={textOf(settings.event)}
        onChange={(event) => onChange({ event: event.currentTarget.value })}
        error={errors['settings.event']}
        maxLength={200}
        required
        withAsterisk={false}
        data-testid="trigger-event"
      />
      <TextInput
        label={t.key}
        description={t.keyHint}
        value={textOf(settings.key)}
        onChange={(event) => onChange({ key: event.currentTarget.value || null })}
        error={errors['settings.key']}
        maxLength={500}
      />
    </div>
  );
}
