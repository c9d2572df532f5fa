// Claims about Escape in the inspector: it leads to the canvas, but not out of a layer over the inspector.
import { fireEvent, screen } from '@testing-library/react';
import { createPortal } from 'react-dom';
import { expect, it, vi } from 'vitest';
import { Inspector } from '../inspector/Inspector';
import type { View } from '../state/view';
import { deskWith, draw } from './world';

vi.mock('../inspector/NodePanel', () => ({
  NodePanel: () => (
    <>
      <input aria-label="Title" />
      {createPortal(<input aria-label="In a dialog" />, document.body)}
    </>
  ),
}));

it('leaves a field for the step, but not what is shown in a layer of its own', () => {
  const { session, desk } = deskWith();
  const focusNode = vi.fn();
  session.view = { focusNode } as unknown as View;
  session.select(['review']);
  draw(desk, <Inspector />);
  fireEvent.keyDown(screen.getByLabelText('In a dialog'), { key: 'Escape' });
  expect(focusNode).not.toHaveBeenCalled();
  fireEvent.keyDown(screen.getByLabelText('Title'), { key: 'Escape' });
  expect(focusNode).toHaveBeenCalledExactlyOnceWith('review');
});
