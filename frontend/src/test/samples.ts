// Answers of the API for tests: one of each, to be changed where a test needs it.
import type { Me, RunSummary, Suspension, WorkflowSummary } from '../api/types';

export const me = (patch: Partial<Me> = {}): Me => ({
  username: 'maria',
  name: 'Maria Albers',
  groups: ['authors'],
  permissions: ['edit_workflow', 'operate_run'],
  email: '',
  is_staff: false,
  is_superuser: false,
  ...patch,
});

export const workflow = (patch: Partial<WorkflowSummary> = {}): WorkflowSummary => ({
  slug: 'expense',
  name: 'Expense approval',
  description: 'Managers decide',
  kind: 'graph',
  latest_version: 4,
  created_at: '2026-01-01T09:00:00Z',
  updated_at: '2026-01-01T10:00:00Z',
  updated_by: 'maria',
  recent_runs: [],
  ...patch,
});

export const run = (patch: Partial<RunSummary> = {}): RunSummary => ({
  id: '01930000-0000-7000-8000-0000000000a1',
  workflow: 'expense',
  workflow_name: 'Expense approval',
  kind: 'graph',
  version: 4,
  status: 'completed',
  suspensions: [],
  tags: [],
  priority: 0,
  parent: null,
  created_by: 'alice',
  created_at: '2026-01-01T10:00:00Z',
  started_at: '2026-01-01T10:00:00Z',
  finished_at: '2026-01-01T10:00:02Z',
  seq: 8,
  error: null,
  ...patch,
});

export const suspension = (patch: Partial<Suspension> = {}): Suspension => ({
  id: '01930000-0000-7000-8000-0000000000a1.7',
  run: '01930000-0000-7000-8000-0000000000a1',
  workflow: 'expense',
  node_id: 'review',
  iteration: 1,
  kind: 'approval',
  title: 'Manager review',
  reason: 'Check the receipt',
  state: {},
  metadata: {},
  schema: null,
  options: null,
  input_type: null,
  skippable: false,
  allow_custom: false,
  needs: null,
  actions: ['approved', 'rejected'],
  opened_at: new Date().toISOString(),
  wake_at: null,
  task: 't1',
  users: [],
  groups: ['managers'],
  can_resume: true,
  ...patch,
});
