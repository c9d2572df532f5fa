// Opens one task alone, over an API made of data.
import { screen } from '@testing-library/react';
import { vi } from 'vitest';
import type { Me, Task } from '../../../api/types';
import { me } from '../../../run/tests/samples';
import { serve, show } from '../../../test/render';
import { TaskPane } from '../../task/TaskPane';

export const people = {
  users: [
    { username: 'ann', name: 'Ann Lee' },
    { username: 'ben', name: 'Ben Ode' },
    { username: 'alice', name: 'Alice Wong' },
  ],
  groups: [],
};

export async function open(
  task: Task,
  more: Parameters<typeof serve>[0] = {},
  who: Partial<Me> = {},
) {
  await import('../../task/TaskView');
  const path = `/api/tasks/${task.id}`;
  const calls = serve({
    'GET /api/me/': me(who),
    'GET /api/people/': people,
    [`GET ${path}/`]: task,
    [`PUT ${path}/draft/`]: {},
    [`DELETE ${path}/draft/`]: {},
    [`POST ${path}/decide/`]: { ...task, state: 'decided', decision: 'approved' },
    ...more,
  });
  const onOpen = vi.fn();
  const view = show(<TaskPane id={task.id} tasks={[]} onOpen={onOpen} isNarrow={false} />);
  // The view is loaded on its own: that takes its time on a busy machine.
  await screen.findByRole('heading', { level: 1, name: task.title }, { timeout: 15_000 });
  const all = (method: string, verb: string) =>
    calls.filter((call) => call.method === method && call.path === `${path}/${verb}/`);
  const sent = (verb: string) => all('POST', verb).at(-1)?.body;
  return { ...view, calls, onOpen, all, sent };
}
