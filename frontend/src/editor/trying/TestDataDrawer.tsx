// Test data: named sets, inputs, pinned outputs; and taking them from a past run.
import { Drawer } from '@mantine/core';
import { useCell } from '../../canvas/cell';
import { isObject } from '../../graph/types';
import { text } from '../../strings';
import { JsonField } from '../fields/JsonField';
import { FromRun } from './FromRun';
import { PinList } from './PinList';
import { SetPicker } from './SetPicker';
import { useTestData, useTrying } from './testData';
import classes from './trying.module.css';

const t = text.trying.data;

export function TestDataDrawer() {
  const trying = useTrying();
  const open = useCell(trying.drawer);
  return (
    <Drawer
      opened={open}
      onClose={() => trying.drawer.set(false)}
      position="right"
      size={420}
      title={t.title}
    >
      <TestData />
    </Drawer>
  );
}

/** The same in the drawer and in the panel under the canvas, in as many columns as there is room for. */
export function TestData() {
  return (
    <div className={classes.data} data-testid="test-data">
      <p className={classes.quiet}>{t.hint}</p>
      <SetPicker />
      <FromRun />
      <Inputs />
      <PinList />
    </div>
  );
}

function Inputs() {
  const trying = useTrying();
  const { inputs } = useTestData();
  return (
    <section>
      <h3>{t.inputs}</h3>
      <JsonField
        name="inputs"
        schema={{}}
        root={{}}
        label={t.inputs}
        value={inputs}
        onChange={(next) => trying.change({ inputs: isObject(next) ? next : {} })}
      />
    </section>
  );
}
