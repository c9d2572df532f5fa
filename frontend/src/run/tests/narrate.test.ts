// Sentences of the event log.
import { describe, expect, it } from 'vitest';
import { filterEvents, narrate } from '../narrate';
import { titles } from '../words';
import { event, suspendedLog } from './samples';

const titleOf = titles({
  schema: 1,
  nodes: [{ id: 'review', type: 'approval', title: 'Manager review' }],
  edges: [],
});
const told = (type: string, payload = {}) => narrate(event(type, 'review', 0, payload), titleOf);

describe('the story of a run', () => {
  it('calls a step by its title, and one without a title by its id in words', () => {
    expect(told('NodeStarted').title).toBe('Manager review started');
    expect(narrate(event('NodeStarted', 'send_mail', 0), titleOf).title).toBe('Send mail started');
  });

  it('names who started the run, on which version', () => {
    expect(told('RunCreated', { by: 'alice', version: 4 })).toEqual({
      title: 'alice started the run',
      detail: 'version 4',
    });
  });

  it('calls people by their names, and groups as they are', () => {
    const names: Record<string, string> = { alice: 'Alice Archer', ben: 'Ben Baker' };
    const nameOf = (username: string) => names[username] ?? username;
    const detail = { users: ['ben'], groups: ['alice'], to: 'ben' };
    const of = (type: string) =>
      narrate(event(type, 'review', 0, { by: 'alice', detail }), titleOf, nameOf).title;
    expect(of('NodeResumed')).toBe('Alice Archer resumed Manager review');
    expect(of('TaskDelegated')).toContain('Ben Baker');
    expect(of('TaskCreated')).toContain('Ben Baker and alice');
  });

  it('says why a step waits', () => {
    const { title, detail, tone } = told('NodeSuspended', { kind: 'approval', reason: 'Pay?' });
    expect([title, detail, tone]).toEqual(['Manager review waits', '“Pay?”', 'violet']);
  });

  it('tells a person who resumed from a clock that ran out', () => {
    expect(told('NodeResumed', { by: 'ann', via: 'ui', action: 'approved' })).toMatchObject({
      title: 'ann resumed Manager review',
      detail: 'Approved · in Fermata',
    });
    expect(told('NodeResumed', { via: 'timer' }).title).toBe('Time is up for Manager review');
    expect(told('NodeResumed', { via: 'deadline' }).title).toBe('Manager review timed out');
  });

  it('tells a decision with its comment', () => {
    const detail = { decision: 'rejected', comment: 'too much', via: 'inbox' };
    expect(told('TaskDecided', { by: 'ann', detail })).toMatchObject({
      title: 'ann: rejected',
      detail: '“too much” · through the inbox',
    });
  });

  it('tells a failure in red, and one that is tried again in amber', () => {
    const error = { type: 'ValueError', message: 'No such account' };
    expect(told('NodeFailed', { error })).toMatchObject({ detail: 'No such account', tone: 'red' });
    expect(told('NodeFailed', { error, retry_at: '2026-01-05T09:00:00Z' }).tone).toBe('amber');
  });

  it('tells an event it does not know by its name', () => {
    expect(told('NodeTeleported')).toEqual({ title: 'Node teleported', detail: 'Manager review' });
  });

  it('has a sentence for every event of a log', () => {
    for (const item of suspendedLog()) expect(narrate(item, titleOf).title).not.toBe('');
  });
});

describe('the filter', () => {
  it('finds by words of the sentence, by type and by step', () => {
    const log = suspendedLog();
    expect(filterEvents(log, 'waits', titleOf).map((item) => item.type)).toEqual([
      'NodeSuspended',
      'RunSuspended',
    ]);
    expect(filterEvents(log, '1,500', titleOf)).toHaveLength(1);
    expect(filterEvents(log, 'taskcreated', titleOf)).toHaveLength(1);
    expect(filterEvents(log, '', titleOf)).toHaveLength(log.length);
  });
});
