// "Draft saved 12:04 · Discard", under the fields of an answer.
import { text } from '../../../strings';
import { clockTime } from '../../../ui/time';
import classes from './answer.module.css';
import type { DraftKeeper } from './useDraft';

const t = text.task.draft;

export function DraftNote({ draft }: { draft: DraftKeeper }) {
  const { state, at } = draft;
  if (state === 'none') return null;
  const saved = at ? t.saved(clockTime(at)) : t.saving;
  const words = { saving: t.saving, failed: t.failed, saved }[state];
  return (
    <p className={classes.draft} data-testid="draft-note">
      <span role="status" title={t.onlyYou}>
        {words}
      </span>
      {state === 'saved' && (
        <button type="button" onClick={draft.discard}>
          {t.discard}
        </button>
      )}
    </p>
  );
}
