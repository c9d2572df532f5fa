// Claims about saving: after a pause, one at a time, and never over somebody else's draft unasked.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, OfflineError } from '../../api/client';
import { sendAll } from '../../api/place';
import { retitle } from '../../graph/edits';
import type { GraphNode } from '../../graph/types';
import type { EditorSession } from '../state/session';
import { deskWith, workflow } from './world';

const conflict = () =>
  new ApiError({ type: 'x', title: 'Conflict', status: 409, detail: 'Stale' }, '');

function rename(session: EditorSession, title: string): void {
  session.do('Rename', retitle(session.node('review') as GraphNode, title));
}

const titleOf = (session: EditorSession) => session.node('review')?.title;

describe('autosave', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('several changes in a row are one save with the revision that is known', async () => {
    const { session, autosave, send } = deskWith();
    autosave.start();
    rename(session, 'A');
    rename(session, 'B');
    expect(autosave.state.get().kind).toBe('unsaved');
    await vi.advanceTimersByTimeAsync(1000);
    expect(send).toHaveBeenCalledTimes(1);
    expect(send.mock.calls[0]?.[0].revision).toBe(1);
    expect(autosave.state.get()).toMatchObject({ kind: 'saved', by: 'ada' });
  });

  it('a change while a save is under way is saved after it', async () => {
    const { session, autosave, send } = deskWith();
    autosave.start();
    rename(session, 'A');
    send.mockImplementationOnce(async (body) => {
      rename(session, 'B');
      return workflow(body.revision + 1);
    });
    await vi.advanceTimersByTimeAsync(3000);
    expect(send.mock.calls.map(([body]) => body.revision)).toEqual([1, 2]);
    expect(autosave.dirty()).toBe(false);
  });

  it('is done before another workspace is entered', async () => {
    const { session, autosave, send } = deskWith();
    const stop = autosave.start();
    rename(session, 'A');
    await sendAll();
    expect(send).toHaveBeenCalledTimes(1);
    stop();
    await sendAll();
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('a newer draft of somebody else is not overwritten, and both stay until one is chosen', async () => {
    const { session, autosave, send } = deskWith();
    autosave.start();
    send.mockRejectedValueOnce(conflict());
    rename(session, 'Mine');
    await vi.advanceTimersByTimeAsync(1000);
    expect(autosave.state.get().kind).toBe('conflict');
    rename(session, 'Mine too');
    await vi.advanceTimersByTimeAsync(9000);
    expect(send).toHaveBeenCalledTimes(1);
    expect(titleOf(session)).toBe('Mine too');
    await autosave.keepMine();
    expect(send.mock.calls[1]?.[0].revision).toBe(9);
    expect(autosave.state.get().kind).toBe('saved');
  });

  it('taking theirs is a step that undo takes back', async () => {
    const { session, autosave, send } = deskWith();
    autosave.start();
    send.mockRejectedValueOnce(conflict());
    rename(session, 'Mine');
    await vi.advanceTimersByTimeAsync(1000);
    autosave.takeTheirs('Take the newer draft');
    expect(titleOf(session)).toBe('review');
    expect(autosave.dirty()).toBe(false);
    session.undo();
    expect(titleOf(session)).toBe('Mine');
    await vi.advanceTimersByTimeAsync(1000);
    expect(send.mock.calls.at(-1)?.[0].revision).toBe(9);
  });

  it('without a connection it tries again', async () => {
    const { session, autosave, send } = deskWith();
    autosave.start();
    send.mockRejectedValueOnce(new OfflineError('no'));
    rename(session, 'A');
    await vi.advanceTimersByTimeAsync(1000);
    expect(autosave.state.get().kind).toBe('failed');
    await vi.advanceTimersByTimeAsync(5000);
    expect(autosave.state.get().kind).toBe('saved');
  });

  it('leaving the page sends what is unsaved at once', async () => {
    const { session, autosave, send } = deskWith();
    const stop = autosave.start();
    rename(session, 'A');
    stop();
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('a newer draft is taken over silently only while nothing here is unsaved', () => {
    const { session, autosave } = deskWith();
    autosave.start();
    rename(session, 'A');
    autosave.offer(workflow(5), 'Take the newer draft');
    expect(titleOf(session)).toBe('A');
    session.undo();
    const clean = deskWith();
    const graph = { ...clean.session.graph.get(), nodes: [] };
    clean.autosave.offer(workflow(5, graph), 'Take the newer draft');
    expect(clean.session.graph.get().nodes).toHaveLength(0);
  });
});
