// What a new version changes, one line a node or line.
import type { Difference } from '../../graph/diff';
import type { GraphEdge } from '../../graph/types';
import { text } from '../../strings';
import { Pill } from '../../ui/StatusPill';
import type { Tone } from '../../ui/states';
import { useSession } from '../state/context';
import classes from './header.module.css';

const t = text.editor.publish;

interface Row {
  key: string;
  word: string;
  tone: Tone;
  name: string;
}

export function DifferenceList({ difference: found }: { difference: Difference }) {
  const session = useSession();
  const titles = new Map(found.removedNodes.map((node) => [node.id, node.title]));
  const titleOf = (id: string) => session.node(id)?.title || titles.get(id) || id;
  const ends = (edge: GraphEdge) =>
    `${titleOf(edge.source)} → ${titleOf(edge.target)}${edge.action ? ` (${edge.action})` : ''}`;
  const nodes = (list: Difference['addedNodes'], word: string, tone: Tone): Row[] =>
    list.map((node) => ({ key: `${word}/${node.id}`, word, tone, name: node.title || node.id }));
  const edges = (list: GraphEdge[], word: string, tone: Tone): Row[] =>
    list.map((edge) => ({ key: `${word}/edge/${edge.id}`, word, tone, name: ends(edge) }));
  const rows: Row[] = [
    ...nodes(found.addedNodes, t.added, 'teal'),
    ...nodes(found.changedNodes, t.changed, 'blue'),
    ...nodes(found.removedNodes, t.removed, 'red'),
    ...edges(found.addedEdges, t.added, 'teal'),
    ...edges(found.changedEdges, t.changed, 'blue'),
    ...edges(found.removedEdges, t.removed, 'red'),
  ];
  if (found.moved > 0) {
    rows.push({ key: 'moved', word: t.movedWord, tone: 'gray', name: t.moved(found.moved) });
  }
  return (
    <ul className={classes.diff} aria-label={t.changes}>
      {rows.map((row) => (
        <li key={row.key}>
          <span>
            <Pill tone={row.tone}>{row.word}</Pill>
          </span>
          <span>{row.name}</span>
        </li>
      ))}
    </ul>
  );
}
