// The dashboard: what runs, waits, failed and is broken, each number opening exactly the list it counts.
import { SegmentedControl } from '@mantine/core';
import { useFigures, WINDOWS, type Window } from '../api/dashboard';
import { useLiveState } from '../live/hooks';
import { text } from '../strings';
import { ErrorState } from '../ui/ErrorState';
import { Page } from '../ui/Page';
import { PageHeader } from '../ui/PageHeader';
import { Pill } from '../ui/StatusPill';
import { useSearchFilter } from '../ui/useSearchFilter';
import { Board } from './Board';
import { Empty } from './Empty';
import { Loading } from './Loading';
import { useLiveFigures } from './live';
import { Strip } from './Strip';

const t = text.dashboard;
const USUAL: Window = '24h';

const isWindow = (name: string): name is Window => (WINDOWS as readonly string[]).includes(name);

/** The window stands in the address, so that what one sees can be shown to others. */
function useWindow(): [Window, (next: Window) => void] {
  const { get, set } = useSearchFilter();
  const named = get('window');
  return [isWindow(named) ? named : USUAL, (next) => set({ window: next === USUAL ? null : next })];
}

function WindowSwitch({ value, onChange }: { value: Window; onChange: (next: Window) => void }) {
  return (
    <SegmentedControl
      size="sm"
      value={value}
      onChange={onChange}
      aria-label={t.window}
      data={WINDOWS.map((window) => ({ value: window, label: t.windows[window] }))}
    />
  );
}

function LivePill() {
  const open = useLiveState() === 'open';
  return <Pill tone={open ? 'blue' : 'gray'}>{open ? t.live : t.paused}</Pill>;
}

export default function DashboardPage() {
  const [window, setWindow] = useWindow();
  const query = useFigures(window);
  const { data: board, error, refetch } = query;
  useLiveFigures(refetch);
  return (
    <Page
      header={
        <PageHeader
          title={t.title}
          context={
            <>
              <LivePill />
              {board && !board.operations && !board.empty && <span>{t.own}</span>}
            </>
          }
          actions={<WindowSwitch value={window} onChange={setWindow} />}
        />
      }
    >
      {query.isPending && <Loading />}
      {error && !board && <ErrorState error={error} onRetry={() => void refetch()} />}
      {board && <Strip broken={board.broken} />}
      {board && (board.empty ? <Empty /> : <Board board={board} />)}
    </Page>
  );
}
