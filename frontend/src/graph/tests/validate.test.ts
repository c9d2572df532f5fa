/** Claims about problems told in the browser, and about the line that sums a node up. */

import { describe, expect, it } from 'vitest';
import { durationInWords, secondsOf, summaryOf } from '../summary';
import { type GraphNode, type Problem, readGraph } from '../types';
import { currentProblems, validate } from '../validate';
import { EXPENSE, TYPES } from './samples';

const graphWith = (edge: object, nodes: object[] = []) =>
  readGraph({ nodes: [...EXPENSE.nodes, ...nodes], edges: [{ id: 'x', ...edge }] });

const codes = (problems: readonly Problem[]) => problems.map((problem) => problem.code);

describe('validate', () => {
  it('a sound graph has no problems', () => {
    expect(validate(EXPENSE, TYPES)).toEqual([]);
  });

  it('names lines to nowhere, doubled ids and unknown types', () => {
    expect(codes(validate(graphWith({ source: 'pay', target: 'gone' }), TYPES))).toEqual([
      'dangling_edge',
    ]);
    const extra = [
      { id: 'pay', type: 'pay' },
      { id: 'odd', type: 'odd' },
    ];
    const found = validate(graphWith({ source: 'submit', target: 'pay' }, extra), TYPES);
    expect(codes(found)).toEqual(['duplicate_id', 'unknown_type']);
  });

  it('says which type a port needs', () => {
    const edge = { source: 'tell', target: 'pay', target_handle: 'amount' };
    const [found] = validate(graphWith(edge), TYPES);
    expect(found?.message).toBe('tell → pay: Amount needs a number, got text.');
    expect(found?.edge_id).toBe('x');
  });

  it('a loop on one node needs an action', () => {
    expect(codes(validate(graphWith({ source: 'pay', target: 'pay' }), TYPES))).toEqual([
      'self_loop',
    ]);
  });

  it('what the server said of things that are gone is dropped while the draft is unsaved', () => {
    const said = (node_id: string): Problem => ({
      code: 'required',
      message: 'Say who decides.',
      node_id,
      edge_id: null,
      pointer: '/groups',
    });
    const server = [said('review'), said('gone')];
    expect(currentProblems(EXPENSE, TYPES, server, false)).toEqual([said('review')]);
    expect(currentProblems(EXPENSE, TYPES, server, true)).toEqual(server);
    const empty = [{ ...said('x'), code: 'empty', node_id: null }];
    expect(currentProblems(EXPENSE, TYPES, empty, false)).toEqual([]);
  });
});

describe('summary', () => {
  const line = (type: string, properties: object, title = 'X') =>
    summaryOf(
      readGraph({ nodes: [{ id: 'n', type, title, properties }] }).nodes[0] as GraphNode,
      TYPES.get(type),
    );

  it('says who decides and until when', () => {
    expect(line('approval', { groups: ['managers'], due_seconds: 172800 })).toBe(
      'managers · due in 2 days',
    );
    expect(line('approval', {})).toBe('Approval');
  });

  it('names the type unless the title does', () => {
    const schema = { properties: { amount: {}, receipt: {} } };
    expect(line('input', { schema }, 'Expense submitted')).toBe('Input · amount, receipt');
    expect(line('input', { schema }, 'Input')).toBe('amount, receipt');
    expect(line('wait', { wait_reason: { $expr: 'inputs.why' } })).toBe('Wait · ƒx inputs.why');
  });

  it('reads and says durations', () => {
    expect(secondsOf('2m')).toBe(120);
    expect(secondsOf('2 weeks')).toBeNull();
    expect([5, 90, 5400, 7200, 86400].map(durationInWords)).toEqual([
      '5 s',
      '90 s',
      '90 min',
      '2 h',
      '1 day',
    ]);
  });
});
