// Shows a run out of a downloaded bundle on the run's own screens; it stays in this window and never runs.
import { Button, FileButton } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useRef, useState } from 'react';
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

/** Its own memory: neither the graph, nor names, nor the person's rights may be taken for those of here. */
function opened({ run, events, graph }: Bundle, me: Me | undefined): Opened {
  const client = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } },
  });
  const looks = { permissions: [], groups: [], is_superuser: false, username: '' };
  if (me) client.setQueryData(keys.me, { ...me, ...looks });
  client.setQueryData(keys.people, { users: [], groups: [] });
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
  // Without it the browser says nothing when the same file is chosen once more.
  const reset = useRef<() => void>(null);
  const read = async (file: File | null) => {
    if (!file) return;
    reset.current?.();
    try {
      const found = readBundle(await file.text());
      if ('flaw' in found) setBroken(t[found.flaw](file.name));
      else setShown(opened(found.bundle, me));
    } catch {
      // The file is gone or may not be read, or its log is of a shape that cannot be folded.
      setBroken(t.brokenLog(file.name));
    }
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
        title={broken ?? t.choose}
        actions={
          <FileButton
            accept="application/json,.json"
            resetRef={reset}
            onChange={(file) => void read(file)}
          >
            {(props) => <Button {...props}>{t.button}</Button>}
          </FileButton>
        }
      >
        {t.hint}
      </EmptyState>
    </div>
  );
}
