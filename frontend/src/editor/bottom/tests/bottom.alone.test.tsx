// Claims about the panel under the canvas: its tabs, what it keeps, and how it is made higher.
import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { EventRecord } from '../../../api/types';
import { deskWith, draw } from '../../tests/world';
import { Workbench } from '../../Workbench';
import { BottomPanel } from '../BottomPanel';
import { linesOf } from '../RunLines';
import { useBottom } from '../useBottom';

function Panel() {
  const bottom = useBottom();
  return (
    <>
      <button type="button" onClick={bottom.toggle}>
        Ctrl+J
      </button>
      {bottom.open && <BottomPanel tab={bottom.tab} onTab={bottom.show} onClose={bottom.close} />}
    </>
  );
}

vi.mock('../../flow/EditorCanvas', () => ({ EditorCanvas: () => null }));

function Looking() {
  const nothing = () => undefined;
  return <Workbench looking onRun={nothing} onResume={nothing} bottom={useBottom()} />;
}

describe('the panel under the canvas', () => {
  it('opens at the tab that was shown last', async () => {
    draw(deskWith().desk, <Panel />);
    const key = screen.getByRole('button', { name: 'Ctrl+J' });
    await userEvent.click(key);
    expect(screen.getByTestId('problems-panel')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Events' }));
    expect(screen.getByText(/No run is shown/)).toBeInTheDocument();
    await userEvent.click(key);
    expect(screen.queryByTestId('bottom')).toBeNull();
    await userEvent.click(key);
    expect(screen.getByRole('tab', { name: 'Events' })).toHaveAttribute('aria-selected', 'true');
  });

  it('is opened by its key also by those who only look on', async () => {
    draw(deskWith().desk, <Looking />);
    await userEvent.keyboard('{Control>}j{/Control}');
    expect(screen.getByTestId('bottom')).toBeInTheDocument();
    await userEvent.keyboard('{Control>}j{/Control}');
    expect(screen.queryByTestId('bottom')).toBeNull();
  });

  it('is made higher by the arrow keys, within the window, and keeps that', async () => {
    draw(deskWith().desk, <Panel />);
    await userEvent.click(screen.getByRole('button', { name: 'Ctrl+J' }));
    const edge = screen.getByRole('separator', { name: 'Height of the panel' });
    fireEvent.keyDown(edge, { key: 'ArrowUp' });
    expect(edge).toHaveAttribute('aria-valuenow', '244');
    for (let time = 0; time < 40; time += 1) fireEvent.keyDown(edge, { key: 'ArrowUp' });
    expect(edge).toHaveAttribute('aria-valuenow', String(window.innerHeight - 320));
    expect(window.localStorage.getItem('fermata.editor.bottom.height')).not.toBeNull();
    expect(edge).toHaveAttribute('aria-valuemax', String(window.innerHeight - 320));
    fireEvent.keyDown(edge, { key: 'Home' });
    expect(edge).toHaveAttribute('aria-valuenow', '120');
    fireEvent.keyDown(edge, { key: 'End' });
    expect(edge).toHaveAttribute('aria-valuenow', String(window.innerHeight - 320));
  });

  it('has no test data for those who only look on', () => {
    const nothing = () => undefined;
    draw(deskWith().desk, <BottomPanel tab="data" looking onTab={nothing} onClose={nothing} />);
    expect(screen.queryByRole('tab', { name: 'Test data' })).toBeNull();
    expect(screen.getByRole('tab', { name: 'Problems' })).toHaveAttribute('aria-selected', 'true');
  });
});

it('shows what steps have written, the newest first', () => {
  const logs = [
    { level: 'info', message: 'Read 3 rows' },
    { level: 'warning', message: 'One is empty' },
  ];
  const event = { seq: 4, type: 'NodeCompleted', node_id: 'pay', iteration: 1, at: 'x' };
  const events = [
    { ...event, payload: { logs } },
    { ...event, seq: 5, payload: {} },
  ];
  const lines = linesOf(events as unknown as EventRecord[]);
  expect(lines.map(({ level, message }) => `${level}: ${message}`)).toEqual([
    'warning: One is empty',
    'info: Read 3 rows',
  ]);
});
