// Figures of a company that does not exist, for the picture that an empty dashboard shows.
import type { Dashboard, Figure } from '../api/dashboard';

const figure = (count: number): Figure => ({ count, to: null });

const of = (workflow: string, name: string) => ({ workflow, workflow_name: name });
const EXPENSE = of('expense', 'Expense approval');
const REFUND = of('refund', 'Refund');
const ACCESS = of('access', 'Access request');

const pile = (what: typeof EXPENSE, count: number) => ({ ...what, ...figure(count) });

const version = (what: typeof EXPENSE, number: number, count: number, failed: number) => ({
  ...what,
  ...figure(count),
  version: number,
  rate: (count - failed) / count,
  completed: figure(count - failed),
  failed: figure(failed),
  cancelled: figure(0),
});

export const sample = (at: Date): Dashboard => ({
  window: '24h',
  at: at.toISOString(),
  since: new Date(at.getTime() - 86_400_000).toISOString(),
  today: at.toISOString(),
  bucket_seconds: 3600,
  empty: true,
  running: { ...figure(38), finished: figure(1204), trend: [20, 24, 22, 31, 28, 36, 34, 41] },
  people: {
    ...figure(217),
    overdue: figure(19),
    oldest: { at: new Date(at.getTime() - 6 * 86_400_000).toISOString(), to: null },
    by_hand: figure(0),
    trend: [150, 158, 171, 166, 184, 180, 201, 217],
  },
  outside: { ...figure(1932), soon: figure(84), trend: [2100, 2080, 2060, 2010, 1980, 1950, 1932] },
  failed: {
    ...figure(7),
    share: 0.006,
    ended: figure(1204),
    worst: null,
    trend: [0, 0, 2, 0, 1, 3, 1],
  },
  ages: [
    { age: '1h', ...figure(74), workflows: [pile(EXPENSE, 41), pile(ACCESS, 33)] },
    { age: '1d', ...figure(96), workflows: [pile(EXPENSE, 50), pile(REFUND, 46)] },
    { age: '3d', ...figure(34), workflows: [pile(REFUND, 34)] },
    { age: '7d', ...figure(11), workflows: [pile(ACCESS, 11)] },
    { age: 'older', ...figure(2), workflows: [pile(ACCESS, 2)] },
  ],
  workflows: [version(EXPENSE, 4, 412, 1), version(REFUND, 2, 388, 0), version(ACCESS, 3, 96, 2)],
  decisions: {
    ...figure(640),
    half_seconds: 6480,
    most_seconds: 97_200,
    late: figure(51),
    late_share: 0.08,
    queue: { kind: 'group', name: 'Finance', ...figure(23) },
  },
  nodes: [
    { ...REFUND, node_id: 'charge', title: 'Charge the card', ...figure(5) },
    { ...ACCESS, node_id: 'grant', title: 'Grant access', ...figure(2) },
  ],
  operations: null,
  broken: [],
});
