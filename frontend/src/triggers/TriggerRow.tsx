// One trigger in the list: its kind, what starts it, its switch, its next and its last time.
import { ActionIcon, Menu, Switch } from '@mantine/core';
import {
  IconBroadcast,
  IconCalendarTime,
  IconDots,
  IconPencil,
  IconRefresh,
  IconTrash,
  IconWebhook,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Trigger, TriggerKind } from '../api/engine';
import { useNames } from '../api/people';
import { useMe } from '../api/session';
import { useChangeTrigger, useDeleteTrigger, useRotateTrigger } from '../api/triggers';
import { text } from '../strings';
import { confirm } from '../ui/confirm';
import { notifyError, notifySuccess } from '../ui/notify';
import { Pill } from '../ui/StatusPill';
import { TimeAgo } from '../ui/TimeAgo';
import { absoluteTime } from '../ui/time';
import { inZone } from './schedule';
import classes from './triggers.module.css';
import { nameOf as nameOfTrigger, scheduleOf, whatStarts } from './words';

const t = text.triggers;

export const ICONS: Record<TriggerKind, TablerIcon> = {
  webhook: IconWebhook,
  schedule: IconCalendarTime,
  event: IconBroadcast,
};

interface TriggerRowProps {
  slug: string;
  trigger: Trigger;
  looking: boolean;
  onEdit: () => void;
  /** A new address was made; it is shown once. */
  onAddress: (url: string) => void;
}

export function TriggerRow({ slug, trigger, looking, onEdit, onAddress }: TriggerRowProps) {
  const Icon = ICONS[trigger.kind];
  const name = nameOfTrigger(trigger);
  const what = whatStarts(trigger);
  return (
    <li className={classes.row} data-off={!trigger.enabled || undefined} data-testid="trigger">
      <span className={classes.icon} aria-hidden="true">
        <Icon size={18} stroke={1.8} />
      </span>
      <div className={classes.about}>
        <b>{name}</b>
        <span>{what}</span>
        <span className={classes.facts}>
          <Past trigger={trigger} />
          <InNameOf person={trigger.created_by} />
        </span>
        {trigger.last_error && (
          <span className={classes.error} role="alert">
            {t.lastError}: {trigger.last_error}
          </span>
        )}
      </div>
      <Next trigger={trigger} />
      {looking ? (
        !trigger.enabled && <Pill tone="gray">{t.off}</Pill>
      ) : (
        <span className={classes.tools}>
          <OnOff slug={slug} trigger={trigger} name={name} />
          <RowMenu {...{ slug, trigger, name, onEdit, onAddress }} />
        </span>
      )}
    </li>
  );
}

/** Whose permissions the runs have. */
function InNameOf({ person }: { person: string | null }) {
  const nameOf = useNames();
  const { data: me } = useMe();
  if (!person) return null;
  return <span>{person === me?.username ? t.inYourName : t.inNameOf(nameOf(person))}</span>;
}

function Past({ trigger }: { trigger: Trigger }) {
  const { last_run: run, last_fired_at: at } = trigger;
  if (!at) return <span>{t.neverFired}</span>;
  return (
    <span>
      {run ? <Link to={`/runs/${run}`}>{t.lastRun}</Link> : t.lastRun} <TimeAgo at={at} />
    </span>
  );
}

function Next({ trigger }: { trigger: Trigger }) {
  if (!trigger.next_at || !trigger.enabled) return <span className={classes.next} />;
  return (
    <time className={classes.next} dateTime={trigger.next_at} title={absoluteTime(trigger.next_at)}>
      {t.next} {inZone(trigger.next_at, scheduleOf(trigger).timezone)}
    </time>
  );
}

/** Shows what the server has said, never what was only asked for. */
function OnOff({ slug, trigger, name }: { slug: string; trigger: Trigger; name: string }) {
  const change = useChangeTrigger(slug);
  const { id, enabled } = trigger;
  return (
    <Switch
      checked={enabled}
      disabled={change.isPending}
      aria-label={enabled ? t.turnOff(name) : t.turnOn(name)}
      onChange={() =>
        change.mutate(
          { id, enabled: !enabled },
          { onError: (error) => notifyError(t.switchFailed, error) },
        )
      }
    />
  );
}

type RowMenuProps = Omit<TriggerRowProps, 'looking'> & { name: string };

function RowMenu({ slug, trigger, name, onEdit, onAddress }: RowMenuProps) {
  const rotate = useRotateTrigger(slug);
  const remove = useDeleteTrigger(slug);
  const askToRotate = async () => {
    const title = t.rotateTitle(name);
    if (!(await confirm({ title, verb: t.rotateVerb, children: t.rotateBody }))) return;
    rotate.mutate(trigger.id, {
      onSuccess: ({ url }) => url && onAddress(url),
      onError: (error) => notifyError(t.rotateFailed, error),
    });
  };
  const askToRemove = async () => {
    const title = t.removeTitle(name);
    const children = t.removeBody;
    if (!(await confirm({ title, verb: t.removeVerb, children, danger: true }))) return;
    remove.mutate(trigger.id, {
      onSuccess: () => notifySuccess(t.removed(name)),
      onError: (error) => notifyError(t.removeFailed, error),
    });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t.menu(name)}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={14} />} onClick={onEdit}>
          {t.edit}
        </Menu.Item>
        {trigger.kind === 'webhook' && (
          <Menu.Item leftSection={<IconRefresh size={14} />} onClick={() => void askToRotate()}>
            {t.rotate}
          </Menu.Item>
        )}
        <Menu.Item
          color="var(--f-red)"
          leftSection={<IconTrash size={14} />}
          onClick={() => void askToRemove()}
        >
          {t.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
