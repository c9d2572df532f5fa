// Lines, numbers in words, and the pace at which figures are read.
import { screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, serve, show } from '../../test/render';
import { Pace } from '../live';
import MessagesPage from '../MessagesPage';
import { points } from '../Sparkline';
import { percent, stepName, took } from '../words';

describe('a trend as a line', () => {
  it('has zero at its lower edge and the most at its upper one', () => {
    const line = points([0, 5, 10]);
    expect(line.map(([, y]) => y)).toEqual([29, 16, 3]);
    expect(line[0]?.[0]).toBe(3);
    expect(line[2]?.[0]).toBe(93);
  });

  it('lies flat where nothing happened', () => {
    expect(points([0, 0]).map(([, y]) => y)).toEqual([29, 29]);
  });
});

describe('numbers in words', () => {
  it('never calls a few none, and never rounds to all', () => {
    expect(percent(0.0002)).toBe('0.1 %');
    expect(percent(0.006)).toBe('0.6 %');
    expect(percent(1)).toBe('100 %');
    expect(percent(0)).toBe('0 %');
    expect(percent(0.99999)).toBe('99.9 %');
  });

  it('names a failure of no single step', () => {
    expect(stepName({ node_id: '@run', title: '' })).toBe('the run itself');
    expect(stepName({ node_id: 'pay', title: '' })).toBe('pay');
    expect(stepName({ node_id: 'pay', title: 'Pay' })).toBe('Pay');
  });

  it('has a dash for what was not measured', () => {
    expect(took(null)).toBe('–');
    expect(took(6480)).toBe('1 h 48 min');
  });
});

describe('the pace of reading', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('reads at once, then once more after a rest however often it heard', async () => {
    const read = vi.fn(async () => undefined);
    const pace = new Pace(read);
    await pace.hear();
    for (let heard = 0; heard < 50; heard++) await pace.hear();
    expect(read).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(read).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('rests longer when reading is slow', async () => {
    const read = vi.fn(() => new Promise((done) => setTimeout(done, 1_000)));
    const pace = new Pace(read);
    const first = pace.hear();
    await vi.advanceTimersByTimeAsync(1_000);
    await first;
    await pace.hear();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(read).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('goes on after a read that failed, and not after its end', async () => {
    const read = vi.fn(async () => {
      throw new Error('away');
    });
    const pace = new Pace(read);
    await expect(pace.hear()).rejects.toThrow('away');
    pace.stop();
    await pace.hear();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).toHaveBeenCalledTimes(1);
  });
});

describe('messages between runs', () => {
  it('says for whom each is and how often it was tried', async () => {
    const row = {
      id: 1,
      kind: 'WaitOpened',
      run: null,
      workflow: null,
      sent_at: null,
      attempts: 0,
    };
    const other = {
      ...row,
      id: 2,
      kind: 'ToRun',
      run: 'run-12345678',
      workflow: 'pay',
      attempts: 3,
    };
    const calls = serve({
      'GET /api/messages/': page([
        { ...row, due_at: null },
        { ...other, due_at: new Date().toISOString() },
      ]),
    });
    show(<MessagesPage />, '/dashboard/messages?late=true');
    expect(await screen.findByText('A wait that listens')).toBeInTheDocument();
    expect(screen.getByText('Whoever listens')).toBeInTheDocument();
    expect(screen.getByText('3 times')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /pay/ })).toHaveAttribute('href', '/runs/run-12345678');
    expect(calls[0]?.query.get('late')).toBe('true');
  });
});
