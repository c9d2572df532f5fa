// One webhook in the list: where it leads, how sending goes, and what can be done with it.
import { ActionIcon, Menu, Switch } from '@mantine/core';
import {
  IconDots,
  IconKey,
  IconListDetails,
  IconPencil,
  IconRefresh,
  IconSend,
  IconTrash,
  IconWebhook,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { Webhook } from '../../api/types';
import { text } from '../../strings';
import { confirm } from '../../ui/confirm';
import { notifyError, notifySuccess } from '../../ui/notify';
import { Pill } from '../../ui/StatusPill';
import { TimeAgo } from '../../ui/TimeAgo';
import { useDelete, useRotate, useSave, useShowSecret, useTest } from './api';
import { DeliveriesDrawer } from './DeliveriesDrawer';
import classes from './webhooks.module.css';

const t = text.webhooks;

interface RowProps {
  webhook: Webhook;
  onEdit: () => void;
  onSecret: (secret: string) => void;
}

function Health({ webhook }: { webhook: Webhook }) {
  const { failures, failing_since: since, switched_off: why, dead, waiting } = webhook;
  return (
    <span className={classes.facts}>
      {webhook.last_success_at ? (
        <span>
          {t.lastSent} <TimeAgo at={webhook.last_success_at} />
        </span>
      ) : (
        <span>{t.neverSent}</span>
      )}
      <span>{t.kindsCount(webhook.kinds.length)}</span>
      {waiting > 0 && <span>{t.waiting(waiting)}</span>}
      {dead > 0 && <span className={classes.wrong}>{t.dead(dead)}</span>}
      {failures > 0 && since && (
        <span className={classes.wrong}>
          {t.failing(failures)}, {t.since} <TimeAgo at={since} />
        </span>
      )}
      {why && <span className={classes.wrong}>{t.offBecause(why)}</span>}
    </span>
  );
}

function OnOff({ webhook }: { webhook: Webhook }) {
  const { id, active, name } = webhook;
  const save = useSave(id);
  return (
    <Switch
      checked={active}
      disabled={save.isPending}
      aria-label={active ? t.turnOff(name) : t.turnOn(name)}
      onChange={() =>
        save.mutate({ active: !active }, { onError: (error) => notifyError(t.switchFailed, error) })
      }
    />
  );
}

/** What the menu does beyond opening something. */
function useActs({ webhook, onSecret }: Omit<RowProps, 'onEdit'>) {
  const { id, name } = webhook;
  const remove = useDelete(id);
  const rotate = useRotate(id);
  const look = useShowSecret(id);
  const test = useTest(id);
  const onError = (what: string) => (error: unknown) => notifyError(what, error);
  const show = ({ secret }: { secret: string }) => onSecret(secret);
  return {
    test: () =>
      test.mutate(undefined, {
        onError: onError(t.testFailed),
        onSuccess: ({ state, last_error: why }) =>
          state === 'sent'
            ? notifySuccess(t.testSent)
            : notifyError(t.testFailed, why ? new Error(why) : undefined),
      }),
    secret: () => look.mutate(undefined, { onSuccess: show, onError: onError(t.secretFailed) }),
    rotate: async () => {
      const title = t.rotateTitle(name);
      if (await confirm({ title, verb: t.rotate, children: t.rotateBody }))
        rotate.mutate(undefined, { onSuccess: show, onError: onError(t.secretFailed) });
    },
    remove: async () => {
      const title = t.removeTitle(name);
      if (await confirm({ title, verb: t.remove, children: t.removeBody, danger: true }))
        remove.mutate(undefined, { onError: onError(t.removeFailed) });
    },
  };
}

function RowMenu({ webhook, onEdit, onSecret, onLook }: RowProps & { onLook: () => void }) {
  const acts = useActs({ webhook, onSecret });
  const items = [
    { label: t.edit, icon: IconPencil, run: onEdit },
    { label: t.test, icon: IconSend, run: acts.test },
    { label: t.deliveries, icon: IconListDetails, run: onLook },
    { label: t.secretShow, icon: IconKey, run: acts.secret },
    { label: t.rotate, icon: IconRefresh, run: () => void acts.rotate() },
  ];
  return (
    <Menu position="bottom-end" width={220} withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t.menu(webhook.name)}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map(({ label, icon: Icon, run }) => (
          <Menu.Item key={label} leftSection={<Icon size={16} stroke={1.8} />} onClick={run}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          color="var(--f-red)"
          leftSection={<IconTrash size={16} stroke={1.8} />}
          onClick={() => void acts.remove()}
        >
          {t.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function WebhookRow({ webhook, onEdit, onSecret }: RowProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={classes.row} data-off={!webhook.active || undefined} data-testid="webhook">
      <span className={classes.icon} aria-hidden="true">
        <IconWebhook size={18} stroke={1.8} />
      </span>
      <div className={classes.words}>
        <span className={classes.name}>
          <b>{webhook.name}</b>
          {webhook.preset === 'slack' && <Pill tone="blue">{t.slack}</Pill>}
          {!webhook.active && <Pill tone="gray">{t.off}</Pill>}
        </span>
        <code>{webhook.url}</code>
        <Health webhook={webhook} />
      </div>
      <span className={classes.tools}>
        <OnOff webhook={webhook} />
        <RowMenu
          webhook={webhook}
          onEdit={onEdit}
          onSecret={onSecret}
          onLook={() => setOpen(true)}
        />
      </span>
      {isOpen && <DeliveriesDrawer webhook={webhook} onClose={() => setOpen(false)} />}
    </li>
  );
}
