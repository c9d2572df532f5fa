// Where a task comes from: its workflow, or the way through the workflows around it; pure.
import type { TaskSummary } from '../../api/types';
import { humanise } from '../../run/words';

const SEPARATOR = ' › ';

/** "Onboarding", or "Onboarding › Laptop › Choose a model" for a step of a workflow inside another. */
export function placeOf({
  path,
  workflow,
  workflow_name: name,
}: Pick<TaskSummary, 'path' | 'workflow' | 'workflow_name'>): string {
  const isNested = path.split(SEPARATOR).length > 2;
  return isNested ? path : (name ?? humanise(workflow));
}
