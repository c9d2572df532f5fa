// A run as the page would have shown it at a moment of its log; pure.
import type { Run, RunNode, Suspension } from '../../api/types';
import type { RunStore } from '../../live/runStore';
import type { Moment } from './moment';

const PENDING: RunNode = { status: 'pending', iteration: 1, attempt: 0 };

/** What only the server knows of a wait is taken from the wait itself, while it is still open. */
function told(wait: Suspension, known: readonly Suspension[], workflow: string): Suspension {
  const now = known.find(({ id }) => id === wait.id);
  return { ...now, ...wait, workflow, title: now?.title ?? wait.node_id, can_resume: false };
}

export function runAt(store: RunStore, moment: Moment): Run {
  const { head } = store;
  const ids = new Set([...store.nodeIds(), ...moment.nodes.keys()]);
  const nodes = [...ids].map((id) => [id, moment.nodes.get(id) ?? PENDING] as const);
  const { seq, status, state, result, error, started_at, finished_at, inputs } = moment;
  return {
    ...head,
    seq,
    status,
    state,
    result,
    error,
    started_at,
    finished_at,
    inputs,
    steps: head.steps,
    nodes: Object.fromEntries(nodes),
    suspensions: moment.suspensions.map((wait) => told(wait, head.suspensions, head.workflow)),
  };
}
