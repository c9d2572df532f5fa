// The ways in which a wait can be answered, as buttons; pure.
import { text } from '../../strings';
import { humanise } from '../words';

export interface Choice {
  /** The action or the option's id that the server is told. */
  id: string;
  label: string;
  kind: 'reject' | 'approve' | 'plain';
}

/** What a wait or a task offers; both have these. */
export interface Answerable {
  actions?: readonly string[] | null;
  options?: readonly (string | { id: string; label?: string })[] | null;
}

const AUTOMATIC = new Set(['timeout', 'error', '*']);
const REJECTING = /^(reject|declin|den(y|ied)|refus|disapprov|send_?back|no$|veto|cancel|abort)/i;
const APPROVING = /^(approv|accept|agree|yes$|confirm|allow|grant|publish|ok$)/i;

export const isReject = (id: string): boolean => REJECTING.test(id);

function kindOf(id: string): Choice['kind'] {
  if (isReject(id)) return 'reject';
  return APPROVING.test(id) ? 'approve' : 'plain';
}

const ORDER: Record<Choice['kind'], number> = { reject: 0, plain: 1, approve: 2 };

/** The buttons from left to right: rejecting ones first, the approving one last. */
export function choicesOf({ actions, options }: Answerable): Choice[] {
  const offered = options?.length ? options : (actions ?? []).filter((id) => !AUTOMATIC.has(id));
  const named = offered.map((item): Choice => {
    const { id, label = '' } = typeof item === 'string' ? { id: item } : item;
    return { id, label: label || text.answering.actions[id] || humanise(id), kind: kindOf(id) };
  });
  return named
    .map((choice, index) => ({ choice, index }))
    .sort((a, b) => ORDER[a.choice.kind] - ORDER[b.choice.kind] || a.index - b.index)
    .map(({ choice }) => choice);
}

/** "Approved", "Sent back": how a decision is told afterwards. */
export function outcomeOf(decision: string | null | undefined): string {
  if (!decision) return text.answering.resume.ended;
  return text.answering.outcomes[decision] ?? humanise(decision);
}

/** What the author demands with a no: a reason (true), none (false), or that the page asks for one. */
export type ReasonRule = boolean | null;

/** A person who says no says why; where a reason is demanded, so does whoever does not approve. */
export function needsComment(id: string, comment: string, rule: ReasonRule = null): boolean {
  if (comment.trim() !== '' || rule === false) return false;
  return rule === true ? kindOf(id) !== 'approve' : isReject(id);
}
