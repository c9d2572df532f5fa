// What is asked before the application runs, and who gets the answer.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { request } from '../api/client';
import { askEarly, takeEarly } from './asked';

const RUN = { id: 'r1', workflow: 'expense', version: 4, kind: 'graph' };
let asked: string[] = [];

function serve(run: object): void {
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address);
    return Response.json(address === '/api/runs/r1/' ? run : { address });
  });
}

beforeEach(() => {
  asked = [];
  serve(RUN);
});
afterEach(() => vi.unstubAllGlobals());

describe('the first answers of a page', () => {
  it('are those of its workflow, or of its run with the version that this names', async () => {
    askEarly('/workflows/expense');
    expect(asked).toEqual(['/api/workflows/expense/', '/api/node-types/']);
    asked = [];
    askEarly('/runs/r1');
    const version = '/api/workflows/expense/versions/4/';
    await vi.waitFor(() => expect(asked).toContain(version));
    const first = ['/api/runs/r1/', '/api/runs/r1/events/?after=0', '/api/node-types/'];
    expect(asked).toEqual([...first, version]);
  });

  it('are nothing where no graph is drawn', async () => {
    for (const path of ['/', '/runs', '/runs/file', '/runs/r1/compare', '/inbox/t1'])
      askEarly(path);
    expect(asked).toEqual([]);
    serve({ ...RUN, kind: 'function' });
    askEarly('/runs/r1');
    await (await takeEarly('/api/runs/r1/'))?.json();
    expect(asked.filter((address) => address.includes('/versions/'))).toEqual([]);
  });

  it('are taken by the first who asks; the next asks anew', async () => {
    askEarly('/workflows/expense');
    asked = [];
    expect(await request('/api/workflows/expense/')).toEqual({
      address: '/api/workflows/expense/',
    });
    expect(asked).toEqual([]);
    await request('/api/workflows/expense/');
    expect(asked).toEqual(['/api/workflows/expense/']);
  });

  it('are not taken long after the page was opened', () => {
    askEarly('/workflows/expense');
    vi.spyOn(performance, 'now').mockReturnValue(60_000);
    expect(takeEarly('/api/workflows/expense/')).toBeUndefined();
  });
});
