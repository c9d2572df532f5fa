// What the API says of many runs at once.
import { request } from '../../api/client';
import type { RunFilter } from '../../api/queries';
import type { Problem } from '../../api/types';

export type Act = 'stop' | 'retry';

export interface RunResult {
  id: string;
  ok: boolean;
  status: number;
  error: Problem | null;
}

/** The runs that match now, at most 1,000: what is then done is done to these. */
export const fetchIds = (filter: RunFilter) =>
  request<{ ids: string[]; more: boolean }>('/api/runs/ids/', { query: { ...filter } });

export async function actOn(act: Act, ids: string[], reason: string): Promise<RunResult[]> {
  const body = { do: act, ids, ...(reason && { reason }) };
  const answer = await request<{ results: RunResult[] }>('/api/runs/many/', {
    method: 'POST',
    body,
  });
  return answer.results;
}
