// Loads the triggers of a workflow, and how schedules are told in the page's language.
import { language } from '../strings/language';

export async function loadTriggersPanel() {
  if (language() === 'de') await import('cronstrue/locales/de');
  return import('./TriggersPanel');
}
