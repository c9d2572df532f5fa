// Pure parts of retrying and forking: what is sent, and what is refused before it is.
import { describe, expect, it } from 'vitest';
import { byHandWords } from '../../canvas/byHandWords';
import { actionsOut, deedsOf, isReady, outputProblem, PLAIN } from '../recover/byHand';
import { changesOf, outputsAt } from '../recover/changes';
import { bodyOf } from '../recover/forkBody';
import { versionToMoveTo } from '../recover/RunMenu';
import { event, log, run } from './samples';

describe('a plan for failed steps', () => {
  it('sends only what is done by hand', () => {
    const plans = {
      pay: { do: 'complete', output: '{"paid": 12}', action: null },
      mail: { do: 'skip', output: '{"left": "over"}', action: 'sent' },
      log: PLAIN,
    } as const;
    expect(deedsOf(plans)).toEqual({
      pay: { do: 'complete', output: { paid: 12 } },
      mail: { do: 'skip', action: 'sent' },
    });
  });

  it('without an output completes with none', () => {
    expect(deedsOf({ pay: { ...PLAIN, do: 'complete' } })).toEqual({
      pay: { do: 'complete', output: null },
    });
  });

  it('with an output that is not JSON is not ready', () => {
    const plan = { do: 'complete', output: '{', action: null } as const;
    expect(outputProblem(plan)).toBe('This is not JSON yet.');
    expect(isReady({ pay: plan })).toBe(false);
    expect(isReady({ pay: { ...plan, do: 'skip' } })).toBe(true);
  });

  it('may leave a step by the actions of its lines', () => {
    const edge = (id: string, action: string | null) => ({ id, source: 'a', target: 'b', action });
    const edges = [edge('1', 'ok'), edge('2', null), edge('3', '*'), edge('4', 'error')];
    expect(actionsOut({ schema: 1, nodes: [], edges }, 'a')).toEqual(['ok']);
  });
});

describe('changes of a fork', () => {
  it('are the keys that differ, and those that were taken out', () => {
    expect(changesOf({ a: 1, b: { c: 2 }, d: 3 }, { a: 1, b: { c: 4 }, e: 5 })).toEqual({
      changed: { b: { c: 4 }, e: 5 },
      gone: ['d'],
    });
  });

  const base = { inputs: { amount: 1 }, state: {}, outputs: { pay: 5 } };

  it('are sent alone', () => {
    const typed = { inputs: '{"amount": 2}', state: '{}', outputs: '{"pay": 6}' };
    expect(bodyOf(base, typed)).toEqual({
      body: { inputs: { amount: 2 }, outputs: { pay: 6 } },
      problems: {},
    });
  });

  it('say what they cannot do', () => {
    const typed = { inputs: '{}', state: '[]', outputs: '{"pay": 5, "mail": 1}' };
    expect(bodyOf(base, typed).problems).toEqual({
      inputs: 'amount cannot be taken out here; set it to null.',
      state: 'This must be an object, such as {"ok": true}.',
      outputs: 'Not done at that moment: mail.',
    });
  });

  it('of outputs begin with what had been given by then', () => {
    const events = log(
      event('NodeStarted', 'a', 0),
      event('NodeCompleted', 'a', 1, { output: 1 }),
      event('NodeStarted', 'b', 1),
      event('NodeCompleted', 'b', 2, { output: 2 }),
      event('NodeStarted', 'a', 3),
    );
    expect(outputsAt(events, 3)).toEqual({ a: 1 });
    expect(outputsAt(events, 4)).toEqual({ a: 1, b: 2 });
    expect(outputsAt(events, 5)).toEqual({ b: 2 });
  });
});

describe('moving to a newer version', () => {
  it('is offered only for a run at rest that is older', () => {
    expect(versionToMoveTo(run({ status: 'suspended' }), 6)).toBe(6);
    expect(versionToMoveTo(run({ status: 'failed' }), 4)).toBeNull();
    expect(versionToMoveTo(run({ status: 'running' }), 6)).toBeNull();
    expect(versionToMoveTo(run({ status: 'failed', kind: 'function' }), 6)).toBeNull();
  });
});

describe('a step ended by hand', () => {
  it('says by whom and why', () => {
    const manual = { by: 'anna', reason: 'The bank confirmed it', do: 'complete' } as const;
    expect(byHandWords(manual)).toBe('Completed by hand by anna: The bank confirmed it');
    expect(byHandWords({ ...manual, by: null, reason: '', do: 'skip' })).toBe(
      'Skipped by hand by somebody',
    );
  });
});
