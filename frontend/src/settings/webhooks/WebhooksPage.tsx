// Webhooks: which programs are told of what, and how sending to each goes. For administrators.
import { Button, Chip } from '@mantine/core';
import { IconLock, IconPlus, IconWebhook } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '../../api/session';
import type { Webhook } from '../../api/types';
import { text } from '../../strings';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { SkeletonPage } from '../../ui/Skeletons';
import { useSearchFilter } from '../../ui/useSearchFilter';
import { useWebhooks } from './api';
import { SecretDialog } from './SecretDialog';
import { WebhookDialog } from './WebhookDialog';
import { WebhookRow } from './WebhookRow';
import classes from './webhooks.module.css';

const t = text.webhooks;

type Editing = { webhook: Webhook | null } | null;

const isFailing = ({ active, failing_since: since, switched_off_at: off }: Webhook): boolean =>
  (active && since !== null) || off !== null;

function List({ webhooks, onEdit, onSecret }: ListProps) {
  if (webhooks.length === 0)
    return (
      <EmptyState icon={IconWebhook} title={t.none}>
        {t.noneBody}
      </EmptyState>
    );
  return (
    <ul className={`f-card ${classes.list}`}>
      {webhooks.map((webhook) => (
        <WebhookRow
          key={webhook.id}
          webhook={webhook}
          onEdit={() => onEdit({ webhook })}
          onSecret={onSecret}
        />
      ))}
    </ul>
  );
}

interface ListProps {
  webhooks: Webhook[];
  onEdit: (editing: Editing) => void;
  onSecret: (secret: string) => void;
}

export default function WebhooksPage() {
  const { get, set } = useSearchFilter();
  const isAllowed = useMe().data?.is_superuser ?? false;
  const { data: webhooks, error, refetch } = useWebhooks(isAllowed);
  const [editing, setEditing] = useState<Editing>(null);
  const [secret, setSecret] = useState('');
  if (!isAllowed) return <EmptyState icon={IconLock} title={t.forbidden} />;
  if (!webhooks && !error) return <SkeletonPage />;
  const onlyFailing = get('failing') === 'true';
  const shown = onlyFailing ? webhooks?.filter(isFailing) : webhooks;
  const add = (
    <Button
      leftSection={<IconPlus size={16} stroke={1.8} />}
      onClick={() => setEditing({ webhook: null })}
    >
      {t.add}
    </Button>
  );
  const crumbs = [{ label: text.person.settings, to: '/settings' }];
  return (
    <Page header={<PageHeader title={t.title} crumbs={crumbs} actions={add} />}>
      <p className={classes.about}>{t.about}</p>
      {onlyFailing && (
        <Chip checked onChange={() => set({ failing: null })}>
          {t.failingOnly}
        </Chip>
      )}
      {onlyFailing && shown?.length === 0 ? (
        <EmptyState icon={IconWebhook} title={t.noneFailing} />
      ) : shown ? (
        <List webhooks={shown} onEdit={setEditing} onSecret={setSecret} />
      ) : (
        <ErrorState error={error} title={t.notLoaded} onRetry={() => void refetch()} />
      )}
      {editing && (
        <WebhookDialog
          webhook={editing.webhook}
          onClose={() => setEditing(null)}
          onSecret={setSecret}
        />
      )}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret('')} />}
    </Page>
  );
}
