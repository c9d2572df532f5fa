// What is to become of a failed step: tried again, completed by hand, or skipped; pure.
import type { ByHand } from '../../api/engine';
import type { GraphJson } from '../../api/types';
import { readJson } from '../../ui/json/readJson';

export interface Plan {
  do: 'again' | 'complete' | 'skip';
  /** As typed. */
  output: string;
  action: string | null;
}

export const PLAIN: Plan = { do: 'again', output: '', action: null };

/** Why a typed output cannot be taken; nothing typed is no output. */
export function outputProblem({ do: what, output }: Plan): string | undefined {
  if (what !== 'complete' || output.trim() === '') return undefined;
  const read = readJson(output);
  return read.ok ? undefined : read.why;
}

export const isReady = (plans: Record<string, Plan>): boolean =>
  Object.values(plans).every((plan) => outputProblem(plan) === undefined);

/** The plans as the API takes them; what is tried again is left out. */
export function deedsOf(plans: Record<string, Plan>): Record<string, ByHand> {
  const deeds: Record<string, ByHand> = {};
  for (const [node, plan] of Object.entries(plans)) {
    if (plan.do === 'again') continue;
    deeds[node] = { do: plan.do, ...(plan.action !== null && { action: plan.action }) };
    const read = plan.output.trim() === '' ? null : readJson(plan.output);
    if (plan.do === 'complete') deeds[node].output = read?.ok ? read.value : null;
  }
  return deeds;
}

/** The actions that lines out of a step wait for: those by which it can be left by hand. */
export function actionsOut(graph: GraphJson | undefined, node: string): string[] {
  const named = (graph?.edges ?? []).flatMap(({ source, action }) =>
    source === node && action && action !== '*' && action !== 'error' ? [action] : [],
  );
  return [...new Set(named)];
}
