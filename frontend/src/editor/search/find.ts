// What a search in the graph finds: nodes by title, id, type and settings, and notes by their words.
import { notesOf } from '../../graph/drawn/notes';
import { type Graph, type GraphNode, isObject, type Json, type NodeTypes } from '../../graph/types';

export interface Hit {
  kind: 'node' | 'note';
  id: string;
}

function wordsOf(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  return isObject(value) ? Object.values(value).flatMap(wordsOf) : [];
}

const rank = (node: GraphNode, typeTitle: string, query: string): number => {
  const title = node.title.toLowerCase();
  if (title.startsWith(query)) return 0;
  if (title.includes(query)) return 1;
  if (node.id.toLowerCase().includes(query)) return 2;
  if (typeTitle.toLowerCase().includes(query)) return 3;
  const words = [...wordsOf(node.properties), ...wordsOf(node.options)];
  return words.some((word) => word.toLowerCase().includes(query)) ? 4 : -1;
};

/** The best first; of equal ones that which stands further left. */
export function searchGraph(graph: Graph, types: NodeTypes, wanted: string): Hit[] {
  const query = wanted.trim().toLowerCase();
  if (query === '') return [];
  const nodes = graph.nodes
    .map((node) => ({ node, at: rank(node, types.get(node.type)?.title ?? node.type, query) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || Number(a.node.ui.x) - Number(b.node.ui.x))
    .map(({ node }): Hit => ({ kind: 'node', id: node.id }));
  const notes = notesOf(graph)
    .filter((note) => note.text.toLowerCase().includes(query))
    .map((note): Hit => ({ kind: 'note', id: note.id }));
  return [...nodes, ...notes];
}
