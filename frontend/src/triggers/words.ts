// How triggers are called and what they do, in words; pure but for the cron reader.
import type { Trigger } from '../api/engine';
import type { JsonObject } from '../api/types';
import { textOf } from '../run/words';
import { text } from '../strings';
import { timesOf } from './schedule';

const t = text.triggers;

export interface ScheduleSettings {
  cron: string;
  timezone: string;
  missed: string;
}

export const scheduleOf = ({ settings }: Pick<Trigger, 'settings'>): ScheduleSettings => ({
  cron: textOf(settings.cron),
  timezone: textOf(settings.timezone) || 'UTC',
  missed: textOf(settings.missed) || 'last',
});

/** The name people gave it, else its kind. */
export const nameOf = ({ name, kind }: Pick<Trigger, 'name' | 'kind'>): string =>
  name || t.kinds[kind];

/** "At 09:00, Monday through Friday (Europe/Rome)", "On the event “order.paid”, key 7". */
export function whatStarts(trigger: Pick<Trigger, 'kind' | 'settings'>): string {
  if (trigger.kind === 'webhook') return t.called;
  if (trigger.kind === 'event') {
    const key = textOf(trigger.settings.key);
    return `${t.onEvent(textOf(trigger.settings.event))}, ${key ? t.withKey(key) : t.anyKey}`;
  }
  const { cron, timezone } = scheduleOf(trigger);
  return t.inZone(timesOf(cron, timezone).sentence || cron, timezone);
}

/** Inputs that take each field of the workflow's own form from the event. */
export function exampleInputs(kind: Trigger['kind'], fields: readonly string[]): JsonObject {
  if (kind === 'schedule') return { slot: { $expr: 'event.slot' } };
  const names = fields.length > 0 ? fields : ['id'];
  return Object.fromEntries(names.map((name) => [name, { $expr: `event.data.${name}` }]));
}

/** A command that calls a webhook, with a body of the workflow's own fields. */
export function curlOf(url: string, fields: readonly string[]): string {
  const body = Object.fromEntries((fields.length > 0 ? fields : ['id']).map((name) => [name, '…']));
  return [
    `curl -X POST '${url}'`,
    "  -H 'Content-Type: application/json'",
    `  -d '${JSON.stringify(body)}'`,
  ].join(' \\\n');
}
