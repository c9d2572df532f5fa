// Shows a run out of a downloaded bundle on the run's own screens; it stays in this window and never runs.
import { Button, FileButton } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/queries';
import { useMe } from '../../api/session';
import type { Me } from '../../api/types';
import { RunStore } from '../../live/runStore';
import { text } from '../../strings';
import { EmptyState } from '../../ui/EmptyState';
import { PageHeader } from '../../ui/PageHeader';
import { RunView } from '../RunView';
import classes from '../run.module.css';
import { type Bundle, readBundle } from './bundle';

const t = text.bundle;

interface Opened {
  store: RunStore;
  client: QueryClient;
}

/** Its own memory: neither the graph nor the person's rights may be taken for those of here. */
function opened({ run, events, graph }: Bundle, me: Me | undefined): Opened {
  const client = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } },
  });
  const looks = { permissions: [], groups: [], is_superuser: false, username: '' };
  if (me) client.setQueryData(keys.me, { ...me, ...looks });
  client.setQueryData(keys.version(run.workflow, run.version), { number: run.version, graph });
  client.setQueryData(keys.workflow(run.workflow), {
    name: run.workflow_name,
    latest_version: null,
  });
  const store = new RunStore(run);
  store.addEvents(events);
  return { store, client };
}

export default function FilePage() {
  const { data: me } = useMe();
  const [shown, setShown] = useState<Opened | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const read = async (file: File | null) => {
    if (!file) return;
    const bundle = readBundle(await file.text());
    setBroken(bundle ? null : file.name);
    setShown(bundle && opened(bundle, me));
  };
  if (shown) {
    return (
      <QueryClientProvider client={shown.client}>
        <RunView key={shown.store.head.id} store={shown.store} />
      </QueryClientProvider>
    );
  }
  return (
    <div className={classes.page}>
      <PageHeader title={t.title} crumbs={[{ label: text.run.runs, to: '/runs' }]} />
      <EmptyState
        icon={IconFileImport}
        title={broken === null ? t.choose : t.broken(broken)}
        actions={
          <FileButton accept="application/json,.json" onChange={(file) => void read(file)}>
            {(props) => <Button {...props}>{t.button}</Button>}
          </FileButton>
        }
      >
        {t.hint}
      </EmptyState>
    </div>
  );
}
