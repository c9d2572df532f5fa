// Says in lists and headers that a workflow is no drawing but a Python function.
import { text } from '../strings';
import { Pill } from '../ui/StatusPill';

export function CodeBadge() {
  return (
    <Pill tone="indigo" title={text.functions.badgeHint}>
      {text.functions.badge}
    </Pill>
  );
}
