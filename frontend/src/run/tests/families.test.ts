// The runs below a step, told from its run's log.
import { describe, expect, it } from 'vitest';
import { countsOf, familyOf } from '../../canvas/families';
import { event, log } from './samples';

const items = {
  '0': { inputs: { item: 'a' } },
  '1': { inputs: { item: 'b' } },
  '2': { inputs: {} },
};
const asks = (suspension: string, some: object = items) =>
  event('NodeSuspended', 'each', 1, {
    suspension,
    kind: 'children',
    rules: { children: { items: some as never } },
  });
const starts = (run: string, index: number) => event('ChildStarted', 'each', 1, { run, index });
const ends = (suspension: string, run: string, index: number, status: string, error = '') =>
  event('ChildFinished', null, 2, {
    suspension,
    run,
    index,
    status,
    error: error ? { message: error } : null,
  });

const family = (...events: Parameters<typeof log>) => {
  const found = familyOf({ events: log(...events) }, 'each');
  if (!found) throw new Error('The step has no runs below it.');
  return found;
};

describe('the runs below a step', () => {
  it('are those it asked for, each as it stands', () => {
    const found = family(
      asks('r1.3'),
      starts('c0', 0),
      starts('c1', 1),
      ends('r1.3', 'c0', 0, 'failed', 'No such file'),
    );
    expect(found.members).toEqual([
      { index: 0, run: 'c0', ended: 'failed', error: 'No such file', inputs: { item: 'a' } },
      { index: 1, run: 'c1', ended: null, error: null, inputs: { item: 'b' } },
      { index: 2, run: null, ended: null, error: null, inputs: {} },
    ]);
    expect(countsOf(found)).toEqual({ total: 3, completed: 0, failed: 1, cancelled: 0, open: 1 });
  });

  it('stay known when the step asks again for what failed', () => {
    const found = family(
      asks('r1.3'),
      starts('c0', 0),
      starts('c1', 1),
      ends('r1.3', 'c1', 1, 'completed'),
      ends('r1.3', 'c0', 0, 'failed'),
      asks('r1.9', { '0': { inputs: { item: 'a' }, run: 'c0' } }),
      starts('c0', 0),
    );
    expect(countsOf(found)).toMatchObject({ total: 3, completed: 1, failed: 0, open: 1 });
  });

  it('are read on from where reading stopped', () => {
    const run = { events: log(asks('r1.1'), starts('c0', 0)) };
    expect(countsOf(familyOf(run, 'each') as never).open).toBe(1);
    run.events = [...run.events, { ...ends('r1.1', 'c0', 0, 'completed'), seq: 3 }];
    expect(countsOf(familyOf(run, 'each') as never)).toMatchObject({ completed: 1, open: 0 });
  });
});
