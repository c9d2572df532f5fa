// Taking decisions back: the bar, its keys, and when it goes away.
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { me } from '../../../run/tests/samples';
import { problem, serve, show } from '../../../test/render';
import { clearOffers, latestOffer, offerUndo } from '../../undo/store';
import { UndoBar } from '../../undo/UndoBar';
import { task } from '../samples';

afterEach(() => {
  act(clearOffers);
});

const soon = (seconds = 8) => new Date(Date.now() + seconds * 1000);
const offer = (...ids: string[]) => ({
  ids,
  words: `Approved: ${ids.join(' and ')}`,
  until: soon(),
});

function open(more: Parameters<typeof serve>[0] = {}, shortcuts = true) {
  const settings = { ...me().settings, shortcuts };
  const calls = serve({
    'GET /api/me/': me({ settings }),
    'POST /api/tasks/t1/undo/': task('t1', 'Pay?'),
    'POST /api/tasks/undo/': {
      results: [
        { id: 't1', ok: true },
        { id: 't2', ok: true },
      ],
    },
    ...more,
  });
  const onUndone = vi.fn();
  show(
    <>
      <UndoBar onUndone={onUndone} />
      <input aria-label="field" />
    </>,
  );
  return { onUndone, undone: () => calls.filter(({ path }) => path.endsWith('/undo/')) };
}

const offered = (...ids: string[]) => act(() => offerUndo(offer(...ids)));

describe('the undo bar', () => {
  it('is not there before anything was decided', () => {
    open();
    expect(screen.queryByTestId('undo-bar')).toBeNull();
  });

  it('takes a decision back once, and goes', async () => {
    const { undone, onUndone } = open();
    offered('t1');
    expect(screen.getByTestId('undo-bar')).toHaveTextContent('Approved: t1');
    await userEvent.dblClick(screen.getByTestId('undo'));
    await waitFor(() => expect(onUndone).toHaveBeenCalledWith(['t1']));
    expect(undone()).toHaveLength(1);
    expect(screen.queryByTestId('undo-bar')).toBeNull();
  });

  it('takes several back together', async () => {
    const { undone, onUndone } = open();
    offered('t1', 't2');
    await userEvent.click(screen.getByTestId('undo'));
    await waitFor(() => expect(onUndone).toHaveBeenCalledWith(['t1', 't2']));
    expect(undone().map(({ body }) => body)).toEqual([{ ids: ['t1', 't2'] }]);
  });

  it('opens nothing again that could not be taken back', async () => {
    const { undone, onUndone } = open({
      'POST /api/tasks/t1/undo/': problem(409, 'The time for that is over.'),
    });
    offered('t1');
    await userEvent.click(screen.getByTestId('undo'));
    await waitFor(() => expect(undone()).toHaveLength(1));
    expect(onUndone).not.toHaveBeenCalled();
  });

  it('hears U and Ctrl+Z, but not in a field', async () => {
    const { undone } = open();
    offered('t1');
    await userEvent.click(screen.getByLabelText('field'));
    await userEvent.keyboard('u{Control>}z{/Control}');
    expect(undone()).toHaveLength(0);
    await userEvent.click(document.body);
    await userEvent.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(undone()).toHaveLength(1));
    offered('t1');
    await userEvent.keyboard('u');
    await waitFor(() => expect(undone()).toHaveLength(2));
  });

  it('leaves U alone for whoever wants no single keys', async () => {
    const { undone } = open({}, false);
    offered('t1');
    await waitFor(() => expect(screen.getByTestId('undo')).toHaveTextContent(/^Undo$/));
    await userEvent.keyboard('u');
    expect(undone()).toHaveLength(0);
  });

  it('shows the one before when the latest is waved away', async () => {
    open();
    offered('t1');
    offered('t2');
    expect(screen.getByTestId('undo-bar')).toHaveTextContent('Approved: t2');
    await userEvent.click(screen.getByRole('button', { name: 'Keep the decision' }));
    expect(screen.getByTestId('undo-bar')).toHaveTextContent('Approved: t1');
  });
});

describe('an offer', () => {
  it('ends with its time', () => {
    vi.useFakeTimers();
    offerUndo(offer('t1'));
    offerUndo({ ...offer('t2'), until: soon(3) });
    vi.advanceTimersByTime(3100);
    expect(latestOffer()?.ids).toEqual(['t1']);
    vi.advanceTimersByTime(5000);
    expect(latestOffer()).toBeNull();
  });

  it('for the same task replaces the one before', () => {
    offerUndo(offer('t1'));
    offerUndo({ ...offer('t1'), words: 'Rejected: t1' });
    expect(latestOffer()?.words).toBe('Rejected: t1');
    clearOffers();
    expect(latestOffer()).toBeNull();
  });
});
