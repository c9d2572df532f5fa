// Claims about the palette: what is liked stands first and stays; the panels at the sides have a width.
import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { LeftPanel } from '../outline/LeftPanel';
import { deskWith, draw } from './world';

it('a node that is liked stands before those used last, and among them no more', async () => {
  const { desk, session } = deskWith();
  const { unmount } = draw(desk, <LeftPanel />);
  expect(screen.queryByRole('region', { name: 'Favourites' })).toBeNull();
  const [type] = [...session.types.values()];
  const title = type?.title ?? '';
  await userEvent.click(screen.getByTestId(`palette-item-${type?.type}`));
  expect(screen.getByTestId(`recent-item-${type?.type}`)).toBeInTheDocument();
  const [star] = screen.getAllByRole('button', { name: `${title}: favourite` });
  await userEvent.click(star as HTMLElement);
  expect(screen.queryByTestId(`recent-item-${type?.type}`)).toBeNull();
  unmount();

  draw(desk, <LeftPanel />);
  const liked = within(screen.getByRole('region', { name: 'Favourites' }));
  expect(liked.getByTestId(`liked-item-${type?.type}`)).toHaveTextContent(title);
  const pressed = liked.getByRole('button', { name: `${title}: favourite`, pressed: true });
  await userEvent.click(pressed);
  expect(screen.queryByRole('region', { name: 'Favourites' })).toBeNull();
  expect(screen.getByRole('region', { name: 'Recently used' })).toBeInTheDocument();
});

it('the panel is made wider by its edge, up to its part of the window, and as wide as usual again', () => {
  draw(deskWith().desk, <LeftPanel />);
  const edge = screen.getByRole('separator', { name: 'Width of the left panel' });
  expect(edge).toHaveAttribute('aria-valuenow', '212');
  fireEvent.keyDown(edge, { key: 'ArrowRight' });
  expect(edge).toHaveAttribute('aria-valuenow', '236');
  fireEvent.keyDown(edge, { key: 'End' });
  expect(edge).toHaveAttribute('aria-valuenow', String(Math.round(window.innerWidth * 0.3)));
  fireEvent.keyDown(edge, { key: 'Home' });
  expect(edge).toHaveAttribute('aria-valuenow', '180');
  expect(window.localStorage.getItem('fermata.editor.left.width')).toBe('180');
  fireEvent.doubleClick(edge);
  expect(edge).toHaveAttribute('aria-valuenow', '212');
});
