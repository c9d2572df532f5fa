// The state that the steps of a run share, and the moments of the run that are kept.
import type { RunStore } from '../../live/runStore';
import { useRunHead } from '../../live/useRunStore';
import { text } from '../../strings';
import { Checkpoints } from '../recover/Checkpoints';
import classes from './data.module.css';
import { JsonView } from './JsonView';

const t = text.run.state;

export function StateTab({ store }: { store: RunStore }) {
  const state = useRunHead(store)?.state ?? {};
  const empty = Object.keys(state).length === 0;
  return (
    <div className={classes.pane} data-testid="run-state">
      <p className="f-dim">{empty ? t.none : t.about}</p>
      {!empty && <JsonView value={state} label={text.run.tabs.state} open={2} />}
      <Checkpoints store={store} />
    </div>
  );
}
