// The state that the steps of a run share: as it is or was, how it came to be, and what differs between two moments.
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { RunStore } from '../../live/runStore';
import { useRunHead } from '../../live/useRunStore';
import { text } from '../../strings';
import { Checkpoints } from '../recover/Checkpoints';
import { Difference } from '../replay/Difference';
import { OverTime } from '../replay/OverTime';
import { useReplay } from '../replay/ReplayProvider';
import type { TitleOf } from '../words';
import classes from './data.module.css';
import { JsonView } from './JsonView';

const t = text.run.state;
const VIEWS = ['values', 'changes', 'difference'] as const;
type View = (typeof VIEWS)[number];

interface StateTabProps {
  store: RunStore;
  titleOf: TitleOf;
}

export function StateTab({ store, titleOf }: StateTabProps) {
  const [view, setView] = useState<View>('values');
  return (
    <div className={classes.pane} data-testid="run-state">
      <SegmentedControl
        size="xs"
        value={view}
        onChange={(value) => setView(value as View)}
        data={VIEWS.map((value) => ({ value, label: text.replay.views[value] }))}
        aria-label={text.replay.viewLabel}
      />
      {view === 'values' && <Values store={store} />}
      {view === 'changes' && <OverTime store={store} titleOf={titleOf} />}
      {view === 'difference' && <Difference store={store} titleOf={titleOf} />}
    </div>
  );
}

function Values({ store }: { store: RunStore }) {
  const { shown } = useReplay();
  const state = useRunHead(shown)?.state ?? {};
  const empty = Object.keys(state).length === 0;
  return (
    <>
      <p className="f-dim">{empty ? t.none : t.about}</p>
      {!empty && <JsonView value={state} label={text.run.tabs.state} open={2} />}
      {!store.head.file && <Checkpoints store={store} />}
    </>
  );
}
