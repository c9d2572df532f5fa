// The boxes of the inbox: what each asks the server, and the address that leads there; pure.
import type { TaskFilter } from '../api/queries';
import type { Me, TaskSummary } from '../api/types';

export const BOXES = ['mine', 'unassigned', 'team', 'done'] as const;
export type Box = (typeof BOXES)[number];

const FILTERS: Record<Box, TaskFilter> = {
  mine: { box: 'mine', state: 'open', order: 'due' },
  unassigned: { box: 'mine', state: 'open', order: 'due' },
  team: { box: 'team', state: 'open', order: 'due' },
  done: { box: 'mine', state: 'done', order: 'newest' },
};

export const filterOf = (box: Box, query: string): TaskFilter => ({
  ...FILTERS[box],
  q: query || undefined,
});

export function readBox(params: URLSearchParams): Box {
  const named = params.get('box') as Box | null;
  return named && BOXES.includes(named) ? named : 'mine';
}

/** The address of a box, with the search and an open task. */
export function addressOf(box: Box, query = '', task?: string): string {
  const params = new URLSearchParams();
  if (box !== 'mine') params.set('box', box);
  if (query) params.set('q', query);
  const tail = params.toString();
  return `/inbox${task ? `/${task}` : ''}${tail ? `?${tail}` : ''}`;
}

/** Asked of a group, taken by nobody, and not of this person by name. */
export function isUnassigned(task: TaskSummary, me: Me | undefined): boolean {
  return task.claimed_by === null && !(me && task.users.includes(me.username));
}

/** Where to go from a task once it is decided: the one below it, else the one above. */
export function nextTask(tasks: readonly TaskSummary[], id: string): string | undefined {
  const index = tasks.findIndex((task) => task.id === id);
  const rest = tasks.filter((task) => task.id !== id);
  return (rest[Math.max(0, index)] ?? rest.at(-1))?.id;
}

/** The neighbour `step` places away; undefined at the ends. */
export function neighbour(
  tasks: readonly TaskSummary[],
  id: string | undefined,
  step: 1 | -1,
): string | undefined {
  const index = tasks.findIndex((task) => task.id === id);
  if (index < 0) return tasks[0]?.id;
  return tasks[index + step]?.id;
}
