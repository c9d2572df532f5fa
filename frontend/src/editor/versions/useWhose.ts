// Whose changes go out with a publication: names from the server's record, of what really differs.
import { useNamesOrYou } from '../../api/people';
import { useWorkflow } from '../../api/queries';
import type { Graph } from '../../graph/types';
import { text } from '../../strings';
import { listed } from '../../strings/formats';
import { useSession } from '../state/context';
import type { Authors } from './ChangeList';
import { partChanges } from './changes';

/** The people behind the parts that differ, those with most parts first. */
export function whoChanged(before: Graph, after: Graph, authors: Authors | undefined): string[] {
  const counts = new Map<string, number>();
  for (const { kind, id } of partChanges(before, after)) {
    const by = (kind === 'node' ? authors?.nodes : authors?.edges)?.[id]?.by;
    if (by) counts.set(by, (counts.get(by) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

export function useWhose(before: Graph, after: Graph) {
  const authors = useWorkflow(useSession().slug).data?.changes;
  const nameOf = useNamesOrYou(text.common.byYou);
  const names = whoChanged(before, after, authors).map(nameOf);
  return { authors, words: names.length > 0 ? text.versions.whose(listed(names)) : '' };
}
