// Who may do what to a workflow: asked, changed, and what the dialog makes of it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client';
import { keys } from '../api/queries';
import type { components } from '../api/schema';

type Schemas = components['schemas'];
export type Access = Schemas['Access'];
export type Grant = Schemas['AccessGrant'];
export type Role = Grant['role'];

/** The strongest last, as the server counts them. */
export const ROLES: readonly Role[] = ['viewer', 'operator', 'editor', 'owner'];

const key = (slug: string) => [...keys.workflow(slug), 'access'] as const;
const path = (slug: string) => `/api/workflows/${slug}/access/`;

/** Asked anew each time the dialog opens, and left alone while it is open: it may be half written in. */
export const useAccess = (slug: string) =>
  useQuery({
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryKey: key(slug),
    queryFn: () => request<Access>(path(slug)),
  });

export function useShare(slug: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ restricted, grants }: Pick<Access, 'restricted' | 'grants'>) =>
      request<Access>(path(slug), {
        method: 'PUT',
        body: { restricted, grants: grants.map(({ kind, name, role }) => ({ kind, name, role })) },
      }),
    onSuccess: () => {
      // What people may do is told with the workflow, and who sees it decides the list.
      void client.invalidateQueries({ queryKey: keys.workflow(slug), exact: true });
      void client.invalidateQueries({ queryKey: keys.workflows });
    },
  });
}

/** Whether this grant is the only owner's: it can be given on, not given up. */
export const isLastOwner = (grants: readonly Grant[], grant: Grant): boolean =>
  grant.role === 'owner' && grants.filter(({ role }) => role === 'owner').length === 1;

/** A person or group as one word, for pickers. */
export const wordOf = ({ kind, name }: Pick<Grant, 'kind' | 'name'>): string => `${kind}:${name}`;

export function grantOf(word: string, label: string, role: Role): Grant {
  const kind = word.startsWith('group:') ? 'group' : 'user';
  return { kind, name: word.slice(kind.length + 1), label, role };
}
