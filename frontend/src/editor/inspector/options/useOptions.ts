// Reading and writing a node's options, and what the validator says of each.
import { setNode } from '../../../graph/edits';
import { getIn } from '../../../graph/equal';
import type { GraphNode, Json } from '../../../graph/types';
import { text } from '../../../strings';
import { useSession } from '../../state/context';
import { useProblems } from '../../state/useProblems';

type OptionPath = readonly [string, ...string[]];

export interface NodeOptions {
  get: (...path: OptionPath) => Json | undefined;
  /** `undefined` takes the option away, so that the default holds. */
  set: (path: OptionPath, value: Json | undefined) => void;
  /** The sentence about an option; those about parts of it count when nothing is said of itself. */
  problem: (...path: OptionPath) => string | undefined;
  /** Ends the step that undo takes back at once. */
  seal: () => void;
}

export function useOptions(node: GraphNode): NodeOptions {
  const session = useSession();
  const problems = useProblems().filter(({ node_id }) => node_id === node.id);
  return {
    get: (...path) => getIn(node.options, path),
    set: (path, value) =>
      session.do(
        text.editor.steps.set(path.at(-1) ?? ''),
        setNode(node, ['options', ...path], value),
        `option/${node.id}/${path.join('/')}`,
      ),
    problem: (...path) => {
      const pointer = `/options/${path.join('/')}`;
      return problems.find((problem) => problem.pointer === pointer)?.message;
    },
    seal: session.seal,
  };
}
