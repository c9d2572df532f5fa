// "Saved 12:04 by you": whether the server has the draft as it stands.
import { useEffect } from 'react';
import { type NameOf, useNamesOrYou } from '../../api/people';
import { useCell } from '../../canvas/cell';
import { text } from '../../strings';
import { clockTime } from '../../ui/time';
import type { SaveState } from '../state/autosave';
import { useDesk } from '../state/context';
import classes from './header.module.css';

const t = text.editor.save;

function words(state: SaveState, nameOf: NameOf): string {
  if (state.kind !== 'saved') return t[state.kind];
  return t.saved(clockTime(state.at), state.by === null ? '' : nameOf(state.by));
}

export function SaveNote() {
  const { autosave } = useDesk();
  const state = useCell(autosave.state);
  const nameOf = useNamesOrYou(text.common.byYou);
  const said = words(state, nameOf);
  useLeaveWarning(() => autosave.dirty());
  return (
    <span
      className={classes.save}
      role="status"
      data-testid="save-state"
      data-state={state.kind}
      title={said}
    >
      {said}
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
