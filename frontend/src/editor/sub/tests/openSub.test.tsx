// Claims about opening a sub-workflow where one can only look: offered for a step that runs one, and it goes there.
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { EXPENSE } from '../../../graph/tests/samples';
import type { Graph } from '../../../graph/types';
import { deskWith, draw } from '../../tests/world';
import { OpenSub } from '../OpenSub';

it('offers the way into the workflow that the selected step runs', async () => {
  const nodes = EXPENSE.nodes.map((node) =>
    node.id === 'pay' ? { ...node, properties: { workflow: 'paying' } } : node,
  );
  const { desk, session } = deskWith({ ...EXPENSE, nodes } as Graph);
  const visited = vi.fn();
  session.visit.set(visited);
  draw(desk, <OpenSub />);
  expect(screen.queryByRole('button')).toBeNull();
  act(() => session.select(['review']));
  expect(screen.queryByRole('button')).toBeNull();
  act(() => session.select(['pay']));
  await userEvent.click(screen.getByRole('button', { name: 'Open the sub-workflow' }));
  expect(visited).toHaveBeenCalledWith('paying');
});
