// Which steps brought a function down: its own failure names them; pure.
import type { EventRecord } from '../../api/types';
import { objectOf, textsOf } from '../words';

/** The function itself is no step, but the log speaks of it. */
export const BODY = '@function';

/** The steps that the function's last failure came from; none when its own code failed. */
export function stepsBehind(log: readonly EventRecord[]): string[] {
  const failed = log.findLast((event) => event.node_id === BODY && event.type === 'NodeFailed');
  return textsOf(objectOf(failed?.payload.error).steps);
}
