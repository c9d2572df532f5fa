// Which dialog about a run is open, for every part of the run page; each is loaded when it is opened.
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useWorkflow } from '../../api/queries';
import type { ForkPlace } from '../../api/recovering';
import { mayOn, useMe } from '../../api/session';
import type { RunStore } from '../../live/runStore';
import { later } from '../../ui/shell/later';
import type { TitleOf } from '../words';

export interface RunDialogs {
  /** Whether this person may start runs of the workflow, as forking does. */
  starts: boolean;
  retry: () => void;
  /** Without a place the fork begins at the end of the log. */
  fork: (place?: ForkPlace) => void;
  migrate: (version: number) => void;
  checkpoint: () => void;
  compare: () => void;
}

type Open =
  | { kind: 'retry' }
  | { kind: 'fork'; place: ForkPlace | undefined }
  | { kind: 'migrate'; version: number }
  | { kind: 'checkpoint' }
  | { kind: 'compare' };

export interface DialogProps {
  store: RunStore;
  titleOf: TitleOf;
  onClose: () => void;
}

const RetryDialog = later(() => import('./RetryDialog'));
const ForkDialog = later(() => import('./ForkDialog'));
const MigrateDialog = later(() => import('./MigrateDialog'));
const CheckpointDialog = later(() => import('./CheckpointDialog'));
const ComparePick = later(() => import('../compare/ComparePick'));

const nothing = () => undefined;
const Dialogs = createContext<RunDialogs>({
  starts: false,
  retry: nothing,
  fork: nothing,
  migrate: nothing,
  checkpoint: nothing,
  compare: nothing,
});

export const useRunDialogs = (): RunDialogs => useContext(Dialogs);

/** Opens the fork dialog at a place of the log; null for those who may not start runs. */
export function useForkAt(): ((seq: number) => void) | null {
  const { starts, fork } = useRunDialogs();
  return useMemo(() => (starts ? (seq: number) => fork({ seq }) : null), [starts, fork]);
}

interface RunDialogsProviderProps {
  store: RunStore;
  titleOf: TitleOf;
  children: ReactNode;
}

export function RunDialogsProvider({ store, titleOf, children }: RunDialogsProviderProps) {
  const [open, setOpen] = useState<Open | null>(null);
  const { data: me } = useMe();
  const { data: workflow } = useWorkflow(store.head.workflow);
  const starts = mayOn(me, workflow, 'start');
  const dialogs = useMemo<RunDialogs>(
    () => ({
      starts,
      retry: () => setOpen({ kind: 'retry' }),
      fork: (place) => setOpen({ kind: 'fork', place }),
      migrate: (version) => setOpen({ kind: 'migrate', version }),
      checkpoint: () => setOpen({ kind: 'checkpoint' }),
      compare: () => setOpen({ kind: 'compare' }),
    }),
    [starts],
  );
  const shared = { store, titleOf, onClose: () => setOpen(null) };
  return (
    <Dialogs value={dialogs}>
      {children}
      {open?.kind === 'retry' && <RetryDialog {...shared} />}
      {open?.kind === 'fork' && <ForkDialog {...shared} place={open.place} />}
      {open?.kind === 'migrate' && <MigrateDialog {...shared} version={open.version} />}
      {open?.kind === 'checkpoint' && <CheckpointDialog {...shared} />}
      {open?.kind === 'compare' && <ComparePick {...shared} />}
    </Dialogs>
  );
}
