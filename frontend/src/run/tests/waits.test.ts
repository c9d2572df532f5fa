// Who is asked, and who may end a wait.
import { describe, expect, it } from 'vitest';
import { askedOf, askOf, mayEnd, OPERATE, waitingWords } from '../waits';
import { at, event, me, suspendedLog, wait } from './samples';

const task = (type: string, payload = {}) => event(type, 'review', 5, { task: 't1', ...payload });

describe('what a wait asks', () => {
  it('is read from the task that was opened', () => {
    expect(askOf(suspendedLog(), wait())).toMatchObject({
      users: ['ben'],
      groups: ['managers'],
      dueAt: at(7200),
      quorum: 2,
      onTimeout: 'fail',
    });
  });

  it('follows claims, decisions and escalations', () => {
    const claimed = askOf([...suspendedLog(), task('TaskClaimed', { by: 'ann' })], wait());
    expect(askedOf(claimed)).toBe('ann');
    const escalated = task('TaskEscalated', { detail: { users: [], groups: ['board'] } });
    const ask = askOf([...suspendedLog(), task('TaskDecided', { by: 'ben' }), escalated], wait());
    expect([ask.groups, ask.agreed]).toEqual([['board'], ['ben']]);
  });

  it('is anyone when nobody is named', () => {
    expect(askedOf(askOf([], wait({ task: null })))).toBe('anyone who may resume runs');
  });
});

describe('ending a wait', () => {
  const ask = askOf(suspendedLog(), wait());

  it('is for those who are asked, not for every operator', () => {
    expect(mayEnd(me(), wait(), ask)).toBe(true);
    expect(mayEnd(me({ groups: [], permissions: [OPERATE] }), wait(), ask)).toBe(false);
  });

  it('is for operators when nobody is named', () => {
    const open = askOf([], wait({ task: null }));
    expect(mayEnd(me({ permissions: [OPERATE] }), wait({ task: null }), open)).toBe(true);
    expect(mayEnd(me(), wait({ task: null }), open)).toBe(false);
  });

  it('is for the claimant alone once the task is claimed', () => {
    const claimed = { ...ask, claimedBy: 'ben' };
    expect(mayEnd(me(), wait(), claimed)).toBe(false);
    expect(mayEnd(me({ username: 'ben' }), wait(), claimed)).toBe(true);
  });
});

describe('the word for the status', () => {
  it('names people, and counts when several waits are open', () => {
    const ask = askOf(suspendedLog(), wait());
    expect(waitingWords([wait()], [ask])).toBe('Waiting for ben or managers');
    expect(waitingWords([wait(), wait({ id: 'x' })], [ask, ask])).toBe('2 open waits');
  });
});
