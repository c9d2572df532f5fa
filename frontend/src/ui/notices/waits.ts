// Which waits are open that this person should know of: their tasks, and runs they may resume or began.
import type { Me, RunSummary, Suspension, TaskSummary } from '../../api/types';

/** An open wait as the notices show it. */
export interface Wait {
  /** The suspension's id; a notice appears once for it. */
  id: string;
  run: string;
  workflow: string;
  title: string;
  reason: string;
  who: string[];
  dueAt: string | null;
  openedAt: string;
  task: string | null;
  canDecide: boolean;
  canResume: boolean;
}

const FOR_PEOPLE = new Set(['wait', 'approval', 'question', 'form', 'pause']);

function ofTask(task: TaskSummary, canResume: boolean): Wait {
  return {
    id: task.suspension ?? `task.${task.id}`,
    run: task.run,
    workflow: task.workflow_name ?? task.workflow,
    title: task.title,
    reason: task.title,
    who: [...task.users, ...task.groups],
    dueAt: task.due_at,
    openedAt: task.created_at,
    task: task.id,
    canDecide: task.can_decide ?? true,
    canResume,
  };
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

function ofSuspension(run: RunSummary, suspension: Suspension, canResume: boolean): Wait {
  const { metadata } = suspension;
  return {
    id: suspension.id,
    run: run.id,
    workflow: run.workflow_name ?? run.workflow,
    title: suspension.reason || suspension.node_id,
    reason: suspension.reason,
    who: [...names(metadata?.users), ...names(metadata?.groups)],
    dueAt: suspension.wake_at,
    openedAt: suspension.opened_at,
    task: suspension.task,
    canDecide: false,
    canResume,
  };
}

/** Newest first, one entry for each wait, however many lists it is in. */
export function openWaits(
  me: Me | undefined,
  tasks: readonly TaskSummary[],
  runs: readonly RunSummary[],
  mayResume: boolean,
): Wait[] {
  const found = new Map<string, Wait>();
  for (const task of tasks) found.set(task.id, ofTask(task, mayResume));
  for (const run of runs) {
    const mine = run.created_by === me?.username;
    if (!mine && !mayResume) continue;
    for (const suspension of run.suspensions ?? []) {
      if (!FOR_PEOPLE.has(suspension.kind)) continue;
      const task = suspension.task ? found.get(suspension.task) : undefined;
      if (task) {
        task.id = suspension.id;
        if (task.reason === '') task.reason = suspension.reason;
      } else found.set(suspension.id, ofSuspension(run, suspension, mayResume));
    }
  }
  return [...found.values()].sort((a, b) => b.openedAt.localeCompare(a.openedAt));
}
