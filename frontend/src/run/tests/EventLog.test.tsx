// The event log: narrowed by kind and step, and its live tail held back while somebody reads.
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RunStore } from '../../live/runStore';
import { serve, show } from '../../test/render';
import { EventList } from '../events/EventList';
import { kindsOf, ofKinds } from '../events/kinds';
import { ReplayProvider } from '../replay/ReplayProvider';
import { event, me, run, suspendedLog } from './samples';

beforeEach(() => void serve({ 'GET /api/me/': me() }));

function open(selected: string | null = null) {
  const store = new RunStore(run());
  store.addEvents(suspendedLog());
  const titleOf = (id: string | null) => (id === 'review' ? 'Manager review' : (id ?? ''));
  show(
    <ReplayProvider store={store}>
      <EventList store={store} titleOf={titleOf} selected={selected} onSelect={() => undefined} />
    </ReplayProvider>,
  );
  return store;
}

const shown = () => within(screen.getByTestId('event-log')).queryAllByRole('listitem');
const decided = (seq: number) => ({
  ...event('TaskDecided', 'review', 9, { task: 't1', by: 'ann', detail: { decision: 'approved' } }),
  seq,
});

describe('the kinds of events', () => {
  it('are told by type and by what was recorded', () => {
    const failed = event('NodeFailed', 'a', 1, {});
    expect(kindsOf(failed)).toEqual(['failures', 'steps']);
    expect(kindsOf(event('NodeCompleted', 'a', 1, { set: { x: 1 } }))).toEqual(['steps', 'state']);
    expect(kindsOf(event('NodeCompleted', 'a', 1, { set: {}, delete: [] }))).toEqual(['steps']);
    expect(kindsOf(event('NodeResumed', 'a', 1, { by: 'ann' }))).toEqual(['people', 'waits']);
    expect(kindsOf(event('RunStarted', null, 1))).toEqual(['run']);
    expect(ofKinds([failed], [])).toEqual([failed]);
    expect(ofKinds([failed], ['people'])).toEqual([]);
  });
});

describe('the event log', () => {
  it('shows the events of the kinds that are pressed', async () => {
    open();
    expect(shown()).toHaveLength(7);
    await userEvent.click(screen.getByRole('button', { name: 'People' }));
    expect(shown()).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Waits' }));
    expect(shown()).toHaveLength(2);
    await userEvent.click(screen.getByRole('button', { name: 'People' }));
    await userEvent.click(screen.getByRole('button', { name: 'Waits' }));
    await userEvent.click(screen.getByRole('button', { name: 'Failures' }));
    expect(screen.getByText('No event of this kind.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Clear filter' }));
    expect(shown()).toHaveLength(7);
  });

  it('can be of the selected step alone', async () => {
    open('review');
    await userEvent.click(screen.getByRole('button', { name: 'Only Manager review' }));
    expect(shown()).toHaveLength(3);
  });

  it('is held back while it is paused, and says how much came', async () => {
    const store = open();
    await userEvent.click(screen.getByRole('button', { name: 'Pause the log' }));
    act(() => store.addEvents([decided(8), { ...decided(9), type: 'TaskCommented' }]));
    expect(shown()).toHaveLength(7);
    await userEvent.click(await screen.findByRole('button', { name: '2 new events' }));
    expect(shown()).toHaveLength(9);
    act(() => store.addEvents([decided(10)]));
    await vi.waitFor(() => expect(shown()).toHaveLength(10));
  });
});
