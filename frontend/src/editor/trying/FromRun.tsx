// Taking test data from a past run: its inputs alone, or what every step gave as well.
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { request } from '../../api/client';
import { useRuns } from '../../api/queries';
import type { JsonObject, Run } from '../../api/types';
import { text } from '../../strings';
import { notifyError, notifySuccess } from '../../ui/notify';
import { look, stateOf } from '../../ui/states';
import { absoluteTime } from '../../ui/time';
import { useSession, useShownRun } from '../state/context';
import { pinsOfRun } from './pins';
import { useTrying } from './testData';
import classes from './trying.module.css';

const t = text.trying.data;

/** Takes a run's data into hand, and shows the run on the canvas. */
export function useTakeRun() {
  const session = useSession();
  const trying = useTrying();
  const { show } = useShownRun();
  return async (id: string, outputs: boolean) => {
    try {
      const run = await request<Run>(`/api/runs/${id}/`);
      const inputs = run.inputs as JsonObject;
      const pins = outputs ? { pins: pinsOfRun(session.graph.get(), run.nodes) } : {};
      trying.change({ set: null, inputs, ...pins });
      show(id);
      notifySuccess(t.taken);
    } catch (error) {
      notifyError(t.notTaken, error);
    }
  };
}

export function FromRun() {
  const { slug } = useSession();
  const shown = useShownRun();
  const runs = useRuns({ workflow: slug }).data ?? [];
  const take = useTakeRun();
  const [chosen, setChosen] = useState<string | null>(null);
  const id = chosen ?? shown.id ?? runs[0]?.id ?? null;
  if (runs.length === 0) return null;
  return (
    <section>
      <Select
        label={t.fromRun}
        data={runs.map((run) => ({
          value: run.id,
          label: `${absoluteTime(run.created_at)} · ${look(stateOf(run.status, [])).word}`,
        }))}
        value={runs.some((run) => run.id === id) ? id : null}
        allowDeselect={false}
        onChange={setChosen}
      />
      <div className={classes.row}>
        <Button variant="default" size="xs" disabled={!id} onClick={() => id && take(id, false)}>
          {t.takeInputs}
        </Button>
        <Button variant="default" size="xs" disabled={!id} onClick={() => id && take(id, true)}>
          {t.takeAll}
        </Button>
      </div>
    </section>
  );
}
