// Who stands in for whom, and the two things to do about it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client';
import { keys } from '../api/queries';
import type { NewSubstitution, Substitution } from '../api/types';

const PATH = '/api/me/substitutions/';
const key = ['substitutions'] as const;

export const useSubstitutions = () =>
  useQuery({
    queryKey: key,
    queryFn: async () => (await request<{ results: Substitution[] }>(PATH)).results,
  });

/** Lists of tasks follow: whoever stands in is asked as well. */
function useAfter() {
  const client = useQueryClient();
  return () =>
    Promise.all([key, keys.tasks].map((queryKey) => client.invalidateQueries({ queryKey })));
}

export const useArrange = () =>
  useMutation({
    mutationFn: (body: NewSubstitution) => request<Substitution>(PATH, { method: 'POST', body }),
    onSuccess: useAfter(),
  });

export const useEnd = () =>
  useMutation({
    mutationFn: (id: number) => request<void>(`${PATH}${id}/`, { method: 'DELETE' }),
    onSuccess: useAfter(),
  });
