// The triggers of a workflow: what each does, whether it is on, when it comes next and what it last did.
import { Button } from '@mantine/core';
import { IconBolt, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Trigger } from '../api/engine';
import { useTriggers } from '../api/triggers';
import { text } from '../strings';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { SkeletonRows } from '../ui/Skeletons';
import { later } from '../ui/shell/later';
import { TriggerRow } from './TriggerRow';
import classes from './triggers.module.css';

const t = text.triggers;
const TriggerDialog = later(() => import('./TriggerDialog'));
const AddressDialog = later(() => import('./AddressDialog'));

export interface TriggersPanelProps {
  slug: string;
  /** Names of the inputs that the workflow asks for. */
  fields: string[];
  isPublished: boolean;
  /** May look but not change. */
  looking: boolean;
}

type Open = { kind: 'add' } | { kind: 'edit'; trigger: Trigger } | { kind: 'address'; url: string };

export default function TriggersPanel({ slug, fields, isPublished, looking }: TriggersPanelProps) {
  const query = useTriggers(slug);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const add = !looking && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen({ kind: 'add' })}>
      {t.add}
    </Button>
  );
  const made = ({ url }: Trigger) => (url ? setOpen({ kind: 'address', url }) : close());
  return (
    <div className={classes.page} data-testid="triggers">
      {query.isPending && <SkeletonRows rows={3} />}
      {query.error && !query.data && (
        <ErrorState error={query.error} title={t.loadFailed} onRetry={() => void query.refetch()} />
      )}
      {query.data?.length === 0 && (
        <EmptyState icon={IconBolt} title={t.none} actions={add || undefined}>
          {looking ? t.noneReader : t.noneHint}
        </EmptyState>
      )}
      {query.data && query.data.length > 0 && (
        <>
          <header className={classes.head}>
            <p>{isPublished ? t.about : t.notPublished}</p>
            {add}
          </header>
          <ul className={classes.list} aria-label={t.list}>
            {query.data.map((trigger) => (
              <TriggerRow
                key={trigger.id}
                slug={slug}
                trigger={trigger}
                looking={looking}
                onEdit={() => setOpen({ kind: 'edit', trigger })}
                onAddress={(url) => setOpen({ kind: 'address', url })}
              />
            ))}
          </ul>
        </>
      )}
      {query.hasNextPage && (
        <Button variant="default" onClick={() => void query.fetchNextPage()}>
          {text.common.loadMore}
        </Button>
      )}
      {(open?.kind === 'add' || open?.kind === 'edit') && (
        <TriggerDialog
          slug={slug}
          fields={fields}
          trigger={open.kind === 'edit' ? open.trigger : null}
          onDone={made}
          onClose={close}
        />
      )}
      {open?.kind === 'address' && <AddressDialog url={open.url} fields={fields} onClose={close} />}
    </div>
  );
}
