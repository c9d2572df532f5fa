// How a trial run is made: who answers, whether time is skipped, what may leave the house.
import { Checkbox, SegmentedControl, Switch } from '@mantine/core';
import { useNodeTypes } from '../../api/queries';
import { useCell } from '../../canvas/cell';
import { text } from '../../strings';
import { useSession } from '../state/context';
import { type Answers, heldBack } from './pins';
import { useTestData, useTrying } from './testData';
import classes from './trying.module.css';

const t = text.trying.options;
const ANSWERS = (['ask', 'approve', 'reject'] as const).map((value) => ({
  value,
  label: t.answers[value],
}));

export function TrialOptions() {
  const trying = useTrying();
  const { skipTime, answers, pins } = useTestData();
  const graph = useCell(useSession().graph);
  const pinned = graph.nodes.filter(({ id }) => pins[id]).length;
  return (
    <fieldset className={classes.options}>
      <legend>{t.title}</legend>
      <div className={classes.option}>
        <span id="trial-answers">{t.whoAnswers}</span>
        <SegmentedControl
          size="xs"
          data={ANSWERS}
          value={answers}
          aria-labelledby="trial-answers"
          onChange={(next) => trying.change({ answers: next as Answers })}
        />
      </div>
      <Switch
        size="sm"
        label={t.skipTime}
        checked={skipTime}
        onChange={(event) => trying.change({ skipTime: event.currentTarget.checked })}
      />
      <Effects />
      <button type="button" className={classes.link} onClick={() => trying.drawer.set(true)}>
        {pinned > 0 ? t.pinned(pinned) : t.testData}
      </button>
    </fieldset>
  );
}

/** The steps that would send something, each with its leave to do so. */
function Effects() {
  const session = useSession();
  const trying = useTrying();
  const { allowed } = useTestData();
  const graph = useCell(session.graph);
  const nodes = heldBack(graph, useNodeTypes().data ?? []);
  if (nodes.length === 0) return null;
  const set = (id: string, may: boolean) =>
    trying.change({ allowed: may ? [...allowed, id] : allowed.filter((each) => each !== id) });
  return (
    <div className={classes.effects}>
      <span>{t.heldBack}</span>
      {nodes.map(({ id, title }) => (
        <Checkbox
          key={id}
          size="xs"
          label={t.allow(title || id)}
          checked={allowed.includes(id)}
          onChange={(event) => set(id, event.currentTarget.checked)}
        />
      ))}
    </div>
  );
}
