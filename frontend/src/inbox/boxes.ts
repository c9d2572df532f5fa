// The boxes of the inbox: what each asks the server, and the address that leads there; pure.
import { TASK_FILTERS, type TaskListFilter } from '../api/inbox';
import type { TaskSummary } from '../api/types';

export const BOXES = ['mine', 'unassigned', 'team', 'upcoming', 'done'] as const;
/** `all` has no tab of its own: the dashboard's figures lead there. */
export type Box = (typeof BOXES)[number] | 'all';

export const ORDERS = ['due', 'priority', 'created', 'oldest', 'decided'] as const;
export type Order = (typeof ORDERS)[number];
export const STATES = ['open', 'done', 'recent', 'all'] as const;
export type State = (typeof STATES)[number];

interface Ask {
  box: string;
  state: State;
  order: Order;
}

const ASKS: Record<Box, Ask> = {
  mine: { box: 'mine', state: 'recent', order: 'due' },
  unassigned: { box: 'unassigned', state: 'open', order: 'due' },
  team: { box: 'team', state: 'recent', order: 'due' },
  upcoming: { box: 'mine', state: 'open', order: 'due' },
  done: { box: 'mine', state: 'done', order: 'decided' },
  all: { box: 'all', state: 'open', order: 'due' },
};

function oneOf<T extends string>(value: string | null, known: readonly T[]): T | null {
  return known.find((one) => one === value) ?? null;
}

export const readBox = (params: URLSearchParams): Box =>
  oneOf(params.get('box'), [...BOXES, 'all']) ?? 'mine';

export const readState = (params: URLSearchParams): State =>
  oneOf(params.get('state'), STATES) ?? ASKS[readBox(params)].state;

export const readOrder = (params: URLSearchParams): Order =>
  oneOf(params.get('order'), ORDERS) ?? ASKS[readBox(params)].order;

/** The state that the box shows by itself. */
export const stateOfBox = (box: Box): State => ASKS[box].state;

/** Whether it shows what is over: only then can it be narrowed by how it ended. */
export const showsClosed = (params: URLSearchParams): boolean =>
  ['done', 'all'].includes(readState(params));

/** What the server is asked for a page's address. */
export function filterOf(params: URLSearchParams): TaskListFilter {
  const filter: TaskListFilter = {
    box: ASKS[readBox(params)].box,
    state: readState(params),
    order: readOrder(params),
  };
  for (const name of TASK_FILTERS) {
    const value = params.get(name);
    if (value) filter[name] = value;
  }
  return filter;
}

/** Whether anything narrows the list beside its box. */
export const isNarrowed = (params: URLSearchParams): boolean =>
  TASK_FILTERS.some((name) => params.get(name));

/** The address of a list, with an open task. */
export function addressOf(params: URLSearchParams, task?: string): string {
  const tail = params.toString();
  return `/inbox${task ? `/${task}` : ''}${tail ? `?${tail}` : ''}`;
}

/** The address of a box as it is without filters. */
export const boxAddress = (box: Box): string => (box === 'mine' ? '/inbox' : `/inbox?box=${box}`);

/** The same list with other parameters; an empty value leaves the address. */
export function changed(
  params: URLSearchParams,
  changes: Record<string, string | null>,
): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

export const isOpen = ({ state }: Pick<TaskSummary, 'state'>): boolean =>
  state === 'open' || state === 'claimed';

/** Which of how many a task is, in the numbers of the list's head; null for one that is not counted there. */
export function placeIn(
  tasks: TaskSummary[],
  id: string,
  withClosed: boolean,
): [number, number] | null {
  const counted = withClosed ? tasks : tasks.filter(isOpen);
  const index = counted.findIndex((task) => task.id === id);
  return index < 0 ? null : [index + 1, counted.length];
}

/** What became of a closed task; a decision that was overtaken in its window to undo is none. */
export const decisionOf = ({ state, decision }: TaskSummary): string | null =>
  state === 'withdrawn' || state === 'superseded' ? null : decision;

/** Where to go from a task once it is decided: the open one below it, else the one above. */
export function nextTask(
  tasks: readonly TaskSummary[],
  id: string,
  gone: ReadonlySet<string> = new Set([id]),
): string | undefined {
  const index = tasks.findIndex((task) => task.id === id);
  const isLeft = (task: TaskSummary) => task.id !== id && !gone.has(task.id) && isOpen(task);
  const below = tasks.slice(index + 1).find(isLeft);
  return (below ?? tasks.slice(0, Math.max(0, index)).findLast(isLeft))?.id;
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
