// The editor's commands for Ctrl+K: all actions, and every node to go to.
import { useEffect } from 'react';
import { text } from '../../strings';
import { type Command, offer } from '../../ui/shell/commands';
import type { EditorSession } from '../state/session';
import { shown } from './keys';
import { ACTIONS, goTo } from './list';
import { PAGE } from './page';

const c = text.canvas.commands;

/** Steps of the arrow keys are no commands: nobody looks for them by name. */
const isCommand = (keys: readonly string[]): boolean => !keys.some((key) => key.includes('Arrow'));

function fromActions(session: EditorSession): Command[] {
  return ACTIONS.filter(({ keys }) => isCommand(keys)).map(({ label, keys, run, may }) => ({
    id: `do-${label}`,
    label,
    group: c.group,
    ...(keys[0] && { keys: shown(keys[0]) }),
    ...(may && !may(session) && { description: c.notNow }),
    run: () => {
      if (may?.(session) ?? true) run(session);
    },
  }));
}

function fromPage(handlers: Record<string, () => void>): Command[] {
  return PAGE.flatMap(({ label, keys: [key] }): Command[] => {
    const run = key === undefined ? undefined : handlers[key];
    return key && run ? [{ id: `do-${label}`, label, group: c.group, keys: shown(key), run }] : [];
  });
}

function toNodes(session: EditorSession): Command[] {
  return session.graph.get().nodes.map((node) => ({
    id: `node-${node.id}`,
    label: node.title || node.id,
    group: c.nodes,
    description: session.types.get(node.type)?.title ?? node.type,
    run: () => goTo(session, node.id),
  }));
}

export const commandsOf = (
  session: EditorSession,
  handlers: Record<string, () => void>,
): Command[] => [...fromPage(handlers), ...fromActions(session), ...toNodes(session)];

export function useCommands(session: EditorSession, handlers: Record<string, () => void>): void {
  useEffect(() => offer(() => commandsOf(session, handlers)), [session, handlers]);
}
