// Drawing a line: from port to port, onto a card, or into the open, where a menu offers what fits.
import type { Connection as Ends, FinalConnectionState, OnConnectStartParams } from '@xyflow/react';
import { useCallback } from 'react';
import { toConnection } from '../../canvas/flow';
import type { Connection } from '../../graph/ports';
import { connectionOf, connectPorts, pendingOf, refusalOf } from '../state/edit';
import type { EditorSession } from '../state/session';

function screenOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 };
}

function under(screen: { x: number; y: number }, selector: string): Element | null {
  return document.elementFromPoint(screen.x, screen.y)?.closest(selector) ?? null;
}

export function useConnecting(session: EditorSession) {
  const attempt = useCallback(
    (wanted: Connection, screen: { x: number; y: number }) => {
      const words = connectPorts(session, wanted);
      if (words) session.refused.set({ words, screen });
    },
    [session],
  );
  const onConnect = useCallback(
    (ends: Ends) => void connectPorts(session, toConnection(ends)),
    [session],
  );
  const isValidConnection = useCallback(
    (ends: Ends | { source: string; target: string }) =>
      refusalOf(session, toConnection(ends)) === null,
    [session],
  );
  const onConnectStart = useCallback(
    (_event: unknown, { nodeId, handleId, handleType }: OnConnectStartParams) => {
      session.refused.set(null);
      if (nodeId) session.pending.set(pendingOf(nodeId, handleId, handleType));
    },
    [session],
  );
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const pending = session.pending.get();
      session.pending.set(null);
      if (!pending || state.isValid) return;
      const screen = screenOf(event);
      if (state.toHandle && state.toNode) {
        const ends = { node: state.toHandle.nodeId, handle: state.toHandle.id ?? null };
        return attempt(toConnection(orient(pending, ends)), screen);
      }
      const card = under(screen, '.react-flow__node')?.getAttribute('data-id');
      if (card) {
        if (card !== pending.node) attempt(connectionOf(pending, card), screen);
      } else if (under(screen, '.react-flow__pane') && session.view) {
        session.quickAdd.set({ screen, flow: session.view.toFlow(screen), from: pending });
      }
    },
    [session, attempt],
  );
  return { onConnect, isValidConnection, onConnectStart, onConnectEnd };
}

function orient(
  pending: { node: string; handle: string | null; side: 'in' | 'out' },
  end: { node: string; handle: string | null },
) {
  const mine = { node: pending.node, handle: pending.handle && `p:${pending.handle}` };
  const [from, to] = pending.side === 'out' ? [mine, end] : [end, mine];
  return { source: from.node, sourceHandle: from.handle, target: to.node, targetHandle: to.handle };
}
