// Starting trial runs: everything is saved first, then the server runs the draft or a part of it.
import { useState } from 'react';
import { fieldErrors, request } from '../../api/client';
import { useMe } from '../../api/session';
import { type Pins, type StartTrial, useStartTrial } from '../../api/trying';
import type { JsonObject, Page, Run, RunSummary } from '../../api/types';
import { text } from '../../strings';
import { listed } from '../../strings/formats';
import { notifyError, notifyInfo } from '../../ui/notify';
import { useDesk, useShownRun } from '../state/context';
import { pinsBefore, pinsOfRun, played, sourcesWithout } from './pins';
import { tryingOf } from './testData';

const t = text.trying;

interface Past {
  inputs: JsonObject;
  pins: Pins;
}

/** The last run of a workflow, whatever became of it. */
async function lastRun(slug: string): Promise<Run | null> {
  const query = { workflow: slug, page_size: '1' };
  const [row] = (await request<Page<RunSummary>>('/api/runs/', { query })).results;
  return row ? request<Run>(`/api/runs/${row.id}/`) : null;
}

export function useTrial() {
  const { session, autosave } = useDesk();
  const shown = useShownRun();
  const trying = tryingOf(session);
  const start = useStartTrial();
  const me = useMe().data?.username ?? '';
  const [busy, setBusy] = useState(false);

  const begin = async (part: Pick<StartTrial, 'until' | 'only' | 'inputs' | 'pins'>) => {
    const { allowed, skipTime: skip_time, answers, pins } = trying.data.get();
    const given = part.pins ?? played(session.graph.get(), pins, answers, me);
    setBusy(true);
    try {
      if (!(await autosave.flush())) throw new Error(text.editor.publish.notSaved);
      const body = { ...part, pins: given, allowed, skip_time, slug: session.slug };
      const run = await start.mutateAsync(body);
      shown.show(run.id);
      return true;
    } catch (error) {
      if (Object.keys(fieldErrors(error)).every((attr) => !attr.startsWith('inputs'))) {
        notifyError(t.failed, error);
      }
      return false;
    } finally {
      setBusy(false);
    }
  };

  const past = async (): Promise<Past> => {
    const id = shown.id;
    const run = id ? await request<Run>(`/api/runs/${id}/`) : await lastRun(session.slug);
    if (!run) return { inputs: {}, pins: {} };
    return {
      inputs: run.inputs as JsonObject,
      pins: pinsOfRun(session.graph.get(), run.nodes),
    };
  };

  /** Runs one step on what is pinned and, for the rest, on what the last run gave. */
  const only = async (node: string) => {
    const { pins, inputs } = trying.data.get();
    const before = await past();
    const graph = session.graph.get();
    const given = pinsBefore(graph, node, pins, before.pins);
    const lacking = sourcesWithout(graph, node, given).map(({ id, title }) => title || id);
    if (lacking.length > 0) notifyInfo(t.noData(listed(lacking)));
    return begin({ only: node, inputs: { ...before.inputs, ...inputs }, pins: given });
  };

  return { begin, only, busy, error: start.error };
}
