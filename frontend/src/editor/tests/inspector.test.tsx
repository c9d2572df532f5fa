// Claims about what the panel at the right shows while something is dragged.
import { act, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { expect, it } from 'vitest';
import { Inspector } from '../inspector/Inspector';
import { deskWith, draw } from './world';

function show() {
  const { session, desk } = deskWith();
  session.select(['review']);
  draw(
    desk,
    <MemoryRouter>
      <Inspector />
    </MemoryRouter>,
  );
  const title = session.node('review')?.title ?? '';
  return { session, title };
}

const shown = (title: string) => screen.queryByDisplayValue(title) !== null;

it('a step that is dragged is shown once it lies', () => {
  const { session, title } = show();
  const other = session.graph.get().nodes.find(({ id }) => id !== 'review');
  expect(shown(title)).toBe(true);
  act(() => {
    session.select([other?.id ?? '']);
    session.dragging.set(true);
  });
  expect(shown(title)).toBe(true);
  expect(shown(other?.title ?? '')).toBe(false);
  act(() => session.dragging.set(false));
  expect(shown(title)).toBe(false);
  expect(shown(other?.title ?? '')).toBe(true);
});

it('a step that goes meanwhile is not shown on', () => {
  const { session, title } = show();
  act(() => {
    session.select([]);
    session.dragging.set(true);
    session.graph.update((graph) => ({
      ...graph,
      nodes: graph.nodes.filter(({ id }) => id !== 'review'),
    }));
  });
  expect(shown(title)).toBe(false);
});
