// What is over, by the day on which it was; pure.
import type { TaskSummary } from '../../api/types';
import { dates, relatives } from '../../strings/formats';
import { dayOf } from '../../ui/time';

export interface Day {
  name: string;
  tasks: TaskSummary[];
}

const endOf = (task: TaskSummary): string => task.decided_at ?? task.closed_at ?? task.created_at;

/** "Today", "Yesterday", "Monday, 5 January"; with the year when it is another one. */
export function dayName(at: string, now: number): string {
  const [today, then] = [dayOf(now), dayOf(at)];
  const ago = today.day - then.day;
  if (ago === 0 || ago === 1) return relatives().format(-ago, 'day');
  const year = then.year === today.year ? {} : ({ year: 'numeric' } as const);
  return dates({ weekday: 'long', day: 'numeric', month: 'long', ...year }).format(Date.parse(at));
}

/** Neighbours of one day together, in the order of the list. */
export function byDay(tasks: readonly TaskSummary[], now: number): Day[] {
  const days: Day[] = [];
  for (const task of tasks) {
    const name = dayName(endOf(task), now);
    const last = days.at(-1);
    if (last?.name === name) last.tasks.push(task);
    else days.push({ name, tasks: [task] });
  }
  return days;
}
