// How a step that was ended by hand is told: who did what, and why; pure.
import type { ManualEnd } from '../api/engine';
import { asUsername, type NameOf } from '../api/people';
import { text } from '../strings';

const t = text.manual;

/** "Completed by hand by Ann Lee: the bank confirmed it". */
export function byHandWords(manual: ManualEnd, nameOf: NameOf = asUsername): string {
  const who = manual.by ? nameOf(manual.by) : t.somebody;
  const what = manual.do === 'skip' ? t.skipped(who) : t.completed(who);
  return manual.reason ? `${what}: ${manual.reason}` : what;
}
