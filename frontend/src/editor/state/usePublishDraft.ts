// Publishing: first everything is saved, then the server makes the version.
import { useState } from 'react';
import { usePublish } from '../../api/mutations';
import { text } from '../../strings';
import { notifyError, notifySuccess } from '../../ui/notify';
import { useDesk } from './context';

const t = text.editor.publish;

/** `run` gives the new version's number, or null after it said what went wrong. */
export function usePublishDraft() {
  const { session, autosave } = useDesk();
  const publish = usePublish();
  const [busy, setBusy] = useState(false);
  const run = async (note = ''): Promise<number | null> => {
    setBusy(true);
    try {
      if (!(await autosave.flush())) throw new Error(t.notSaved);
      const { number } = await publish.mutateAsync({ slug: session.slug, note: note || undefined });
      notifySuccess(t.done(number));
      return number;
    } catch (error) {
      notifyError(t.failed, error);
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { run, busy };
}
