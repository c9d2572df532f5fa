// "Saved 12:04 by you": whether the server has the draft as it stands.
import { useEffect } from 'react';
import { useMe } from '../../api/session';
import { useCell } from '../../canvas/cell';
import { text } from '../../strings';
import { clockTime } from '../../ui/time';
import type { SaveState } from '../state/autosave';
import { useDesk } from '../state/context';
import classes from './header.module.css';

const t = text.editor.save;

function words(state: SaveState, me: string | undefined): string {
  if (state.kind !== 'saved') return t[state.kind];
  const by = state.by === null ? '' : state.by === me ? t.you : state.by;
  return t.saved(clockTime(state.at), by);
}

export function SaveNote() {
  const { autosave } = useDesk();
  const state = useCell(autosave.state);
  const { data: me } = useMe();
  useLeaveWarning(() => autosave.dirty());
  return (
    <span className={classes.save} role="status" data-testid="save-state" data-state={state.kind}>
      {words(state, me?.username)}
      {state.kind === 'failed' && (
        <button type="button" onClick={() => void autosave.flush()}>
          {text.common.tryAgain}
        </button>
      )}
    </span>
  );
}

/** The browser asks before the page is closed with something unsaved. */
function useLeaveWarning(dirty: () => boolean): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (dirty()) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  });
}
