// A filter of the run list in words, so that an empty list is no riddle and a bulk act says what it is for; pure.
import type { RunFilter } from '../api/queries';
import { text } from '../strings';
import { chipsOf } from './chips';

export function inWords(filter: RunFilter): string {
  const tabs: Record<string, string> = text.runs.tabs;
  const tab = filter.status ? tabs[filter.status] : '';
  const chips = chipsOf(filter).map((chip) => chip.words);
  return [tab, filter.workflow, ...chips, filter.q && text.common.quoted(filter.q)]
    .filter(Boolean)
    .join(' · ');
}
