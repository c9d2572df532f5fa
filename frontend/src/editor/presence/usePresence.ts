// Says to the others that this window has the workflow open, hears who else has, and whose the pen is.
import { useDebouncedValue } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { keys, useWorkflow } from '../../api/queries';
import { useCell } from '../../canvas/cell';
import type { Incoming, PresenceFrame } from '../../live/frames';
import { useLive, useLiveState, useLiveTopic } from '../../live/hooks';
import type { Desk } from '../state/context';
import { ALONE, type Roster, readRoster } from './roster';

const AGAIN = 10_000;
const PAUSE = 300;

export interface Presence extends Roster {
  /** Takes the pen from whoever has it; the other window goes over to looking. */
  takeOver: () => void;
}

const NOBODY: Presence = { ...ALONE, takeOver: () => undefined };
export const PresenceContext = createContext<Presence>(NOBODY);
export const usePresenceHere = (): Presence => useContext(PresenceContext);

/** `edits`: this person would edit here, were the pen free. */
export function usePresence({ session, autosave }: Desk, edits: boolean): Presence {
  const { slug } = session;
  const live = useLive();
  const open = useLiveState() === 'open';
  const [frame, setFrame] = useState<PresenceFrame | null>(null);
  const [tab, setTab] = useState<string | null>(null);
  const revision = useWorkflow(slug).data?.revision ?? null;
  const { nodes } = useCell(session.selection);
  // Walking through the graph by arrow keys tells nobody of each step.
  const [node] = useDebouncedValue([...nodes][0], PAUSE);
  const said = useRef({ node: node ?? null, revision });
  said.current = { node: node ?? null, revision };

  const say = useCallback(
    (more: { pen?: boolean; here?: boolean } = {}) =>
      live
        .job<{ tab: string }>('presence', { workflow: slug, ...said.current, ...more })
        .then((reply) => setTab(reply.tab))
        // Without a line nobody is told; the next time comes in a moment.
        .catch(() => undefined),
    [live, slug],
  );
  useLiveTopic(`workflow:${slug}`, (heard: Incoming) => {
    if (heard.type === 'presence') setFrame(heard);
  });
  useEffect(() => {
    if (!open) {
      // A new line is a new tab to the others: what was known of ours is over.
      setFrame(null);
      return setTab(null);
    }
    void say();
    const timer = setInterval(() => void say(), AGAIN);
    return () => {
      clearInterval(timer);
      void say({ here: false });
    };
  }, [open, say]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told again when one of these changes
  useEffect(() => {
    if (tab !== null) void say();
  }, [node, revision, tab, say]);

  const roster = useMemo(() => readRoster(tab === null ? null : frame, tab), [frame, tab]);
  useEffect(() => {
    if (edits && roster.free) void say({ pen: true });
  }, [edits, roster.free, say]);
  const held = roster.holder !== null;
  useEffect(() => {
    // What was being written when somebody took over is not lost.
    if (held) void autosave.flush();
  }, [held, autosave]);
  const behind = revision !== null && roster.newest > revision;
  const client = useQueryClient();
  useEffect(() => {
    if (behind) void client.invalidateQueries({ queryKey: keys.workflow(slug), exact: true });
  }, [behind, client, slug]);

  const takeOver = useCallback(() => void say({ pen: true }), [say]);
  return useMemo(
    () => ({ ...roster, holder: edits ? roster.holder : null, takeOver }),
    [roster, edits, takeOver],
  );
}
