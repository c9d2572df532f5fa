// Runs, events and waits for the tests of the run page.
import type { EventRecord, Me, Run, Suspension } from '../../api/types';

export const at = (seconds: number) => new Date(Date.UTC(2026, 0, 5, 9, 0, seconds)).toISOString();

let next = 0;
export function event(
  type: string,
  node_id: string | null,
  seconds: number,
  payload: EventRecord['payload'] = {},
): EventRecord {
  next += 1;
  return { seq: next, type, node_id, iteration: node_id ? 1 : null, payload, at: at(seconds) };
}

/** A fresh log: events numbered from 1. */
export function log(...events: EventRecord[]): EventRecord[] {
  return events.map((item, index) => ({ ...item, seq: index + 1 }));
}

export const wait = (patch: Partial<Suspension> = {}): Suspension => ({
  id: 'r1.4',
  run: 'r1',
  workflow: 'expense-approval',
  title: 'Manager review',
  users: [],
  groups: [],
  node_id: 'review',
  iteration: 1,
  kind: 'approval',
  reason: 'Approve 1,500 € for Alice?',
  state: {},
  metadata: {},
  schema: null,
  options: null,
  input_type: null,
  skippable: false,
  allow_custom: false,
  needs: null,
  actions: ['approved', 'rejected', 'timeout'],
  opened_at: at(2),
  wake_at: null,
  task: 't1',
  closing: null,
  ...patch,
});

export const run = (patch: Partial<Run> = {}): Run => ({
  id: 'r1',
  workflow: 'expense-approval',
  workflow_name: 'Expense approval',
  version: 4,
  draft: false,
  status: 'suspended',
  inputs: { amount: 1500 },
  state: {},
  result: null,
  error: null,
  nodes: { review: { status: 'suspended', iteration: 1, attempt: 1 } },
  suspensions: [wait()],
  seq: 6,
  created_at: at(0),
  started_at: at(0),
  finished_at: null,
  parent: null,
  tags: [],
  priority: 0,
  created_by: 'alice',
  can_operate: true,
  kind: 'graph',
  missing_types: [],
  steps: [],
  children: null,
  forked_from: null,
  ...patch,
});

export const me = (patch: Partial<Me> = {}): Me => ({
  username: 'ann',
  name: 'Ann Lee',
  groups: ['managers'],
  permissions: [],
  email: '',
  is_staff: false,
  is_superuser: false,
  settings: { zone: '', language: '', theme: 'auto', shortcuts: true, desktop: false },
  workspaces: [{ slug: 'default', name: 'Default', current: true }],
  ...patch,
});

/** Submit works 12 ms, then two managers are asked, and the run waits. */
export const suspendedLog = () =>
  log(
    event('RunCreated', null, 0, { by: 'alice', version: 4, inputs: { amount: 1500 } }),
    event('NodeStarted', 'submit', 1),
    event('NodeCompleted', 'submit', 2, { seconds: 0.012, output: { amount: 1500 } }),
    event('NodeStarted', 'review', 2),
    event('NodeSuspended', 'review', 2, {
      suspension: 'r1.4',
      kind: 'approval',
      reason: 'Approve 1,500 € for Alice?',
      rules: { quorum: 2, on_timeout: 'fail' },
    }),
    event('TaskCreated', 'review', 2, {
      task: 't1',
      detail: { title: 'Approve?', users: ['ben'], groups: ['managers'], due_at: at(7200) },
    }),
    event('RunSuspended', null, 2, { reason: 'Approve 1,500 € for Alice?' }),
  );
