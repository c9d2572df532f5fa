// How the steps of workflow functions look on a canvas, by their kind.
import type { NodeType } from '../../api/types';
import { text } from '../../strings';

const LOOKS: Record<string, { category: string; icon: string }> = {
  task: { category: 'Connect', icon: 'code-dots' },
  step: { category: 'Connect', icon: 'code-dots' },
  timer: { category: 'Wait', icon: 'clock' },
  wait: { category: 'Wait', icon: 'hourglass' },
  question: { category: 'People', icon: 'help-circle' },
  event: { category: 'Wait', icon: 'broadcast' },
  callback: { category: 'Wait', icon: 'webhook' },
  child: { category: 'Flow', icon: 'sitemap' },
  emit: { category: 'Connect', icon: 'send' },
};
const OTHER = { category: 'Other', icon: 'function' };

function typeOf(kind: string): NodeType {
  const look = LOOKS[kind] ?? OTHER;
  return {
    ...look,
    type: `step:${kind}`,
    title: text.functions.kinds[kind] ?? text.functions.kinds.task ?? '',
    description: '',
    properties: {},
    inputs: [],
    outputs: [],
    required: [],
    actions: [],
    suspendable: false,
    tags: [],
    effects: 'sends',
    held_back: true,
  };
}

/** A look for each kind of step that a run has. */
export const stepTypes = (kinds: Iterable<string>): NodeType[] => [...new Set(kinds)].map(typeOf);
