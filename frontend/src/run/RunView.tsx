// The run page once its run is here: graph, timeline and details as panes, on phones as tabs.
import { SegmentedControl } from '@mantine/core';
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Suspension } from '../api/types';
import { useLiveState } from '../live/hooks';
import type { RunStore } from '../live/runStore';
import { useRunHead } from '../live/useRunStore';
import { text } from '../strings';
import { notifyInfo } from '../ui/notify';
import { Pill } from '../ui/StatusPill';
import { DataTab } from './data/DataTab';
import { StateTab } from './data/StateTab';
import { Ending } from './Ending';
import { isOver } from './ending';
import { EventList } from './events/EventList';
import { Graph } from './Graph';
import { MissingTypes } from './MissingTypes';
import { RunBar } from './RunBar';
import { RunHeader } from './RunHeader';
import { RunDialogsProvider } from './recover/dialogs';
import { ReplayBar } from './replay/ReplayBar';
import { ReplayProvider, useReplay } from './replay/ReplayProvider';
import { Then } from './replay/Then';
import { ResumeDialog } from './resume/ResumeDialog';
import classes from './run.module.css';
import { type RunGraph, useRunGraph } from './steps/useRunGraph';
import { Timeline } from './timeline/Timeline';
import { isResumable, useOpenWaits } from './useOpenWaits';
import { WhyWaiting } from './WhyWaiting';

const t = text.run;

type Tab = 'overview' | 'graph' | 'timeline' | 'events' | 'data' | 'state';
const WIDE: Tab[] = ['events', 'data', 'state'];
// The overview has the events under it.
const NARROW: Tab[] = ['overview', 'graph', 'timeline', 'data', 'state'];
// On a phone the slider stands under what it changes.
const REPLAYED: Tab[] = ['graph', 'timeline', 'data', 'state'];

/** The wait whose form is open: in the address, so that a notice can link to it. */
function useResuming(store: RunStore) {
  const [params, setParams] = useSearchParams();
  const wanted = params.get('resume');
  const head = useRunHead(store);
  const suspensions = head?.suspensions;
  // Kept while the dialog is open, so that it can say who was faster when the wait ends meanwhile.
  const [kept, setKept] = useState<Suspension | null>(null);
  const found = suspensions?.find(({ id }) => id === wanted) ?? null;
  if (found && found.id !== kept?.id) setKept(found);
  const set = (id: string | null) =>
    setParams(
      (before) => {
        if (id) before.set('resume', id);
        else before.delete('resume');
        return before;
      },
      { replace: true },
    );
  // The address may still name a wait that was ended here a moment ago.
  const [ended, setEnded] = useState<string | null>(null);
  const isStrange = wanted !== null && wanted !== ended && kept?.id !== wanted;
  const isLate = isStrange && head !== null && isOver(head);
  useEffect(() => {
    if (isLate) notifyInfo(text.answering.resume.gone);
  }, [isLate]);
  return {
    suspension: wanted && kept?.id === wanted ? kept : null,
    open: (suspension: Suspension) => set(suspension.id),
    close: () => {
      setEnded(wanted);
      setKept(null);
      set(null);
    },
  };
}

export function RunView({ store }: { store: RunStore }) {
  const drawn = useRunGraph(store);
  return (
    <ReplayProvider store={store}>
      <RunDialogsProvider store={store} titleOf={drawn.titleOf}>
        <Panes store={store} drawn={drawn} />
      </RunDialogsProvider>
    </ReplayProvider>
  );
}

function Panes({ store, drawn }: { store: RunStore; drawn: RunGraph }) {
  const { titleOf } = drawn;
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, {
    getInitialValueInEffect: false,
  });
  const [selected, setSelected] = useState<string | null>(null);
  const [tab, setTab] = useState<Tab>(isNarrow ? 'overview' : 'events');
  const resuming = useResuming(store);
  const tabs = isNarrow ? NARROW : WIDE;
  const shown = tabs.includes(tab) ? tab : (tabs[0] as Tab);
  const select = (nodeId: string | null) => {
    setSelected(nodeId);
    if (nodeId && shown !== 'timeline') setTab('data');
  };
  const waits = useOpenWaits(store);
  useHotkeys([
    [
      'R',
      () => {
        const wait = waits.find(({ suspension }) => suspension.node_id === selected);
        if (wait && isResumable(wait)) resuming.open(wait.suspension);
      },
    ],
  ]);
  const { shown: past, at } = useReplay();
  const shared = { store, titleOf, selected, onSelect: select };
  const bar = <RunBar store={store} titleOf={titleOf} onResume={resuming.open} />;
  const graph = (
    <Graph {...shared} shown={past} drawn={drawn} onResume={resuming.open}>
      <Then />
      {!isNarrow && bar}
    </Graph>
  );
  // They speak of the present.
  const top = at === null && (
    <>
      <MissingTypes store={store} />
      <Ending store={store} titleOf={titleOf} onSelect={select} />
      <WhyWaiting store={store} titleOf={titleOf} onResume={resuming.open} onSelect={select} />
    </>
  );
  const replay = <ReplayBar store={store} titleOf={titleOf} />;
  const pick = <Tabs tabs={tabs} shown={shown} onPick={setTab} />;
  const body = (
    <>
      {shown === 'events' && <EventList {...shared} onSelect={setSelected} />}
      {shown === 'data' && <DataTab {...shared} store={past} onSelect={setSelected} />}
      {shown === 'state' && <StateTab store={store} titleOf={titleOf} />}
    </>
  );
  return (
    <div className={classes.page}>
      <RunHeader store={store} />
      {isNarrow ? (
        <>
          <div className={classes.narrowTabs}>{pick}</div>
          <div className={classes.narrow}>
            {shown === 'overview' && top}
            {shown === 'overview' && <EventList {...shared} onSelect={setSelected} />}
            {shown === 'graph' && graph}
            {shown === 'timeline' && (
              <Timeline {...shared} shownAt={at} onSelect={setSelected} foldable={false} />
            )}
            {body}
          </div>
          {(at !== null || REPLAYED.includes(shown)) && replay}
          {bar}
        </>
      ) : (
        <div className={classes.columns}>
          <div className={classes.left}>
            {graph}
            {replay}
            <Timeline {...shared} shownAt={at} />
          </div>
          <aside className={classes.side} aria-label={t.tabs.label}>
            {top}
            <div className={classes.tabs}>
              {pick}
              <LivePill store={store} />
            </div>
            <div className={classes.body}>{body}</div>
          </aside>
        </div>
      )}
      <ResumeDialog
        suspension={resuming.suspension}
        run={{ id: store.head.id }}
        nodeTitle={resuming.suspension ? titleOf(resuming.suspension.node_id) : undefined}
        onDone={resuming.close}
      />
    </div>
  );
}

interface TabsProps {
  tabs: Tab[];
  shown: Tab;
  onPick: (tab: Tab) => void;
}

function Tabs({ tabs, shown, onPick }: TabsProps) {
  return (
    <SegmentedControl
      value={shown}
      onChange={(value) => onPick(value as Tab)}
      data={tabs.map((value) => ({ value, label: t.tabs[value] }))}
      size="sm"
      fullWidth={tabs === NARROW}
      aria-label={t.tabs.label}
    />
  );
}

function LivePill({ store }: { store: RunStore }) {
  const state = useLiveState();
  const head = useRunHead(store);
  if (head?.file) return null;
  if (head && isOver(head)) return <Pill tone="gray">{t.ended}</Pill>;
  return state === 'open' ? (
    <Pill tone="blue">{t.live}</Pill>
  ) : (
    <Pill tone="amber">{t.reconnecting}</Pill>
  );
}
