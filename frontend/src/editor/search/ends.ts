// Where a line from a node could end: other nodes, and below each the properties that data can go into.
import type { Connection } from '../../graph/ports';
import { text } from '../../strings';
import { score } from '../palette/fuzzy';
import { refusalOf } from '../state/edit';
import type { EditorSession } from '../state/session';

export interface End {
  key: string;
  label: string;
  wanted: Connection;
  /** Why it is not possible; null when it is. */
  refused: string | null;
}

function endsOf(session: EditorSession, source: string): End[] {
  return session.graph.get().nodes.flatMap((node): End[] => {
    const type = session.types.get(node.type);
    const title = node.title || type?.title || node.id;
    const to = (port: string | null): Connection => ({
      source,
      target: node.id,
      source_handle: null,
      target_handle: port,
    });
    const end = (label: string, port: string | null): End => ({
      key: `${node.id}/${port ?? ''}`,
      label,
      wanted: to(port),
      refused: refusalOf(session, to(port)),
    });
    const ports = (type?.inputs ?? []).map((input) =>
      end(text.canvas.connecting.input(title, input.title ?? input.name), input.name),
    );
    return [end(title, null), ...(node.id === source ? [] : ports)];
  });
}

/** What fits the words, possible ones first; without words only whole nodes, the line back to itself last. */
export function findEnds(session: EditorSession, source: string, query: string): End[] {
  const wanted = query.trim();
  return endsOf(session, source)
    .filter((end) => wanted !== '' || (end.wanted.target_handle === null && end.refused === null))
    .map((end) => ({ end, points: score(wanted, end.label) }))
    .filter(({ points }) => points > 0)
    .sort(
      (a, b) =>
        Number(a.end.refused !== null) - Number(b.end.refused !== null) ||
        Number(a.end.wanted.target === source) - Number(b.end.wanted.target === source) ||
        b.points - a.points,
    )
    .map(({ end }) => end)
    .slice(0, 60);
}
