// The views that somebody keeps of the run list: a name for a filter.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/client';
import { RUN_FILTERS, type RunFilter } from '../../api/queries';

export interface View {
  id: number;
  name: string;
  query: string;
}

const KEY = ['views', 'runs'] as const;

export const useViews = () =>
  useQuery({
    queryKey: KEY,
    queryFn: async () =>
      (await request<{ results: View[] }>('/api/views/', { query: { page: 'runs' } })).results,
  });

export function useSaveView() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (view: { name: string; query: string }) =>
      request<View>('/api/views/', { method: 'POST', body: { page: 'runs', ...view } }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useDropView() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => request<null>(`/api/views/${id}/`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** The filter as a query, in one order: two of the same filter are the same text. */
export function queryOf(filter: RunFilter): string {
  const pairs = RUN_FILTERS.flatMap((name) => (filter[name] ? [[name, filter[name]]] : []));
  return new URLSearchParams(pairs as string[][]).toString();
}

/** Every filter of the list as the view has it; null takes one off. */
export function changesOf(view: View): Record<string, string | null> {
  const wanted = new URLSearchParams(view.query);
  return Object.fromEntries(RUN_FILTERS.map((name) => [name, wanted.get(name)]));
}

/** Whether a view shows what the list shows now. */
export const isShown = (view: View, filter: RunFilter): boolean =>
  queryOf(Object.fromEntries(new URLSearchParams(view.query))) === queryOf(filter);
