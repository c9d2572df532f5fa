// Answers of the dashboard for tests: one of a busy company, to be changed where a test needs it.
import type { Broken, Dashboard, Figure, Operations } from '../../api/dashboard';
import { sample } from '../sample';

export const figure = (count: number, to: string | null): Figure => ({ count, to });

/** A board whose numbers have lists, and whose instants are fixed. */
export function board(patch: Partial<Dashboard> = {}): Dashboard {
  const drawn = sample(new Date('2026-03-10T12:00:00Z'));
  return {
    ...drawn,
    empty: false,
    running: {
      ...drawn.running,
      to: '/runs?status=queued,running',
      finished: figure(1204, '/runs?status=completed&finished_after=2026-03-09T12:00:00Z'),
    },
    people: {
      ...drawn.people,
      to: '/inbox?box=all&state=open',
      overdue: figure(19, '/inbox?box=all&state=open&overdue=true'),
      by_hand: figure(3, '/runs?waiting=hand'),
    },
    ages: drawn.ages.map((age) => ({
      ...age,
      to: `/inbox?age=${age.age}`,
      workflows: age.workflows.map((pile) => ({ ...pile, to: `/inbox?workflow=${pile.workflow}` })),
    })),
    ...patch,
  };
}

export const operations = (patch: Partial<Operations> = {}): Operations => ({
  workers: [
    {
      name: 'w1-abc',
      host: 'app-1',
      pid: 4121,
      alive: true,
      started_at: '2026-03-10T08:00:00Z',
      seen_at: new Date().toISOString(),
      held: figure(19, '/runs?held_by=w1-abc'),
    },
  ],
  due: { ...figure(3, '/runs?due=true'), seconds: 0.2 },
  soon: figure(84, '/runs?status=suspended&wake_before=2026-03-10T13:00:00Z'),
  messages: figure(0, '/dashboard/messages'),
  deliveries: null,
  ...patch,
});

export const broken = (patch: Partial<Broken> = {}): Broken => ({
  name: 'overdue_timers',
  count: 2,
  to: '/runs?overdue_timer=true',
  message: '2 runs have timers that are overdue.',
  advice: '',
  action: 'wake',
  things: [],
  ...patch,
});
