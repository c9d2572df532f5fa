// The table of states.
import { describe, expect, it } from 'vitest';
import { look, STATES, type StateName, stateOf } from './states';

describe('the states', () => {
  it('keep violet for waiting on a person', () => {
    const violet = Object.entries(STATES).filter(([, state]) => state.tone === 'violet');
    expect(violet.map(([name]) => name)).toEqual(['waiting_person']);
  });

  it('all have a word of their own', () => {
    const words = Object.keys(STATES).map((name) => look(name as StateName).word);
    expect(new Set(words).size).toBe(words.length);
  });

  it('tell a wait for a person from one for time', () => {
    expect(stateOf('suspended', ['approval', 'timer'])).toBe('waiting_person');
    expect(stateOf('suspended', ['timer'])).toBe('waiting_time');
    expect(stateOf('suspended', ['callback'])).toBe('waiting_outside');
    expect(stateOf('suspended', ['pause'])).toBe('paused');
    expect(stateOf('failed')).toBe('failed');
  });
});
