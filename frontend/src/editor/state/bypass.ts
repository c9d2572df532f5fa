// Passing nodes over: they stay where they are, do nothing and hand on what comes; one named step.
import { isBypassed, setNode } from '../../graph/edits';
import { text } from '../../strings';
import type { EditorSession } from './session';

/** Bypasses what is selected, or ends that where all of it is bypassed already. */
export function toggleBypass(session: EditorSession): void {
  const { nodes } = session.selection.get();
  // A run would begin with nothing.
  const chosen = session.graph
    .get()
    .nodes.filter(({ id, type }) => nodes.has(id) && type !== 'input');
  const wanted = chosen.every(isBypassed) ? undefined : true;
  const changes = chosen.flatMap((node) => setNode(node, ['options', 'bypass'], wanted));
  const { bypass, noBypass } = text.canvas.steps;
  session.do(wanted ? bypass(chosen.length) : noBypass(chosen.length), changes);
}
