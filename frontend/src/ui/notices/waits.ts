// Which waits are open that this person should know of: those they may end, and those of runs they began.
import { asUsername, type NameOf } from '../../api/people';
import type { Me, RunSummary, Suspension } from '../../api/types';

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
  canAct: boolean;
}

// Timers, callbacks and signals end by themselves; nobody needs to be told.
const FOR_PEOPLE = new Set(['wait', 'approval', 'question', 'form', 'pause']);

/** "expense-approval" as people read it, where only the slug is known. */
export function spoken(slug: string): string {
  const words = slug.replaceAll(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function ofSuspension(one: Suspension, nameOf: NameOf): Wait {
  return {
    id: one.id,
    run: one.run ?? one.id.slice(0, one.id.lastIndexOf('.')),
    workflow: spoken(one.workflow ?? ''),
    title: one.title || one.reason || one.node_id,
    reason: one.reason,
    who: [...one.users.map(nameOf), ...one.groups],
    dueAt: one.wake_at,
    openedAt: one.opened_at,
    task: one.task,
    canAct: one.can_resume ?? true,
  };
}

function ofRun(run: RunSummary, nameOf: NameOf): Wait[] {
  return (run.suspensions ?? []).map((one) => ({
    id: one.id,
    run: run.id,
    workflow: run.workflow_name ?? spoken(run.workflow),
    title: one.reason || one.node_id,
    reason: one.reason,
    who: [...one.users.map(nameOf), ...one.groups],
    dueAt: one.wake_at,
    openedAt: one.opened_at,
    task: one.task,
    canAct: false,
  }));
}

/** Newest first, one entry for each wait, also when it is in both lists. */
export function openWaits(
  me: Me | undefined,
  actionable: readonly Suspension[],
  runs: readonly RunSummary[],
  nameOf: NameOf = asUsername,
): Wait[] {
  const forPeople = (one: { kind: string }) => FOR_PEOPLE.has(one.kind);
  const found = new Map(
    actionable.filter(forPeople).map((one) => [one.id, ofSuspension(one, nameOf)]),
  );
  for (const run of runs) {
    const named = run.workflow_name ?? spoken(run.workflow);
    const open = { ...run, suspensions: run.suspensions?.filter(forPeople) };
    for (const wait of ofRun(open, nameOf)) {
      const known = found.get(wait.id);
      if (known) known.workflow = named;
      else if (me && run.created_by === me.username) found.set(wait.id, wait);
    }
  }
  return [...found.values()].sort((a, b) => b.openedAt.localeCompare(a.openedAt));
}
