// The editor: its parts around one session, and the run shown over the graph.
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useMemo, useState } from 'react';
import { useBarred, useMe } from '../api/session';
import type { NodeType, Suspension, Workflow } from '../api/types';
import { SceneContext } from '../canvas/scene';
import { useRunStore } from '../live/useRunStore';
import { ResumeDialog } from '../run/resume/ResumeDialog';
import { useResumeHandler } from '../ui/notices/resume';
import { useBottom } from './bottom/useBottom';
import { ConflictDialog } from './header/ConflictDialog';
import { EditorHeader, type Tab } from './header/EditorHeader';
import { PresenceBanner } from './presence/PresenceBanner';
import { useGuests } from './presence/useGuests';
import { PresenceContext, usePresence } from './presence/usePresence';
import { RunDialog } from './runbar/RunDialog';
import { DeskContext, RunContext, type ShownRun } from './state/context';
import { RunsTab } from './tabs/RunsTab';
import { SettingsTab } from './tabs/SettingsTab';
import { TriggersTab } from './tabs/TriggersTab';
import { VersionsTab } from './tabs/VersionsTab';
import { TestDataDrawer } from './trying/TestDataDrawer';
import { useAddress } from './useAddress';
import { useDeskOf } from './useDeskOf';
import { useScene } from './useScene';
import { Workbench } from './Workbench';

export function Editor({ workflow, types }: { workflow: Workflow; types: NodeType[] }) {
  const desk = useDeskOf(workflow, types);
  const { tab, run, go } = useAddress();
  const { store } = useRunStore(run ?? undefined);
  const [resuming, setResuming] = useState<Suspension | null>(null);
  const [starting, setStarting] = useState(false);
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const { data: me } = useMe();
  const barred = useBarred(workflow.slug, 'edit') || phone;
  const presence = usePresence(desk, me !== undefined && !barred);
  useGuests(desk.session, presence);
  const looking = barred || presence.holder !== null;
  const shown = useMemo<ShownRun>(
    () => ({ id: run, store, show: (id) => go({ run: id, tab: null }) }),
    [run, store, go],
  );
  const scene = useScene(desk.session, store, setResuming, looking);
  useResumeHandler(run ?? undefined, (id) =>
    setResuming(store?.head.suspensions.find((wait) => wait.id === id) ?? null),
  );
  const onTab = useCallback((next: Tab) => go({ tab: next === 'editor' ? null : next }), [go]);
  const start = useCallback(() => setStarting(true), []);
  return (
    <DeskContext value={desk}>
      <RunContext value={shown}>
        <SceneContext value={scene}>
          <PresenceContext value={presence}>
            <Layout
              tab={tab}
              onTab={onTab}
              looking={looking}
              onRun={start}
              onResume={setResuming}
            />
          </PresenceContext>
        </SceneContext>
        <RunDialog open={starting} onClose={() => setStarting(false)} />
        <TestDataDrawer />
        <ConflictDialog />
        <ResumeDialog
          run={{ id: run ?? '' }}
          suspension={resuming}
          nodeTitle={desk.session.node(resuming?.node_id)?.title}
          onDone={() => setResuming(null)}
        />
      </RunContext>
    </DeskContext>
  );
}

interface LayoutProps {
  tab: Tab;
  onTab: (tab: Tab) => void;
  looking: boolean;
  onRun: () => void;
  onResume: (wait: Suspension) => void;
}

function Layout({ tab, onTab, looking, onRun, onResume }: LayoutProps) {
  const bottom = useBottom();
  const toProblems = () => {
    onTab('editor');
    if (tab === 'editor') bottom.toggleAt('problems');
    else bottom.show('problems');
  };
  return (
    <>
      <EditorHeader tab={tab} onTab={onTab} onProblems={toProblems} looking={looking} />
      <PresenceBanner />
      {tab === 'editor' && <Workbench {...{ looking, onRun, onResume, bottom }} />}
      {tab === 'runs' && <RunsTab onRun={onRun} />}
      {tab === 'versions' && <VersionsTab onRestored={() => onTab('editor')} looking={looking} />}
      {tab === 'triggers' && <TriggersTab />}
      {tab === 'settings' && <SettingsTab looking={looking} />}
    </>
  );
}
