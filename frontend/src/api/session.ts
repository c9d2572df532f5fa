// Who is signed in and what they may do; the shell's template carries it, the API confirms it.
import { useQuery } from '@tanstack/react-query';
import { request } from './client';
import { embedded } from './place';
import { keys, useWorkflow } from './queries';
import type { Me, Workflow } from './types';

export const useMe = () =>
  useQuery({
    queryKey: keys.me,
    queryFn: () => request<Me>('/api/me/'),
    initialData: embedded,
    staleTime: 300_000,
  });

/** Whether keys without Ctrl or Alt are shortcuts for this person. */
export const useWantsSingleKeys = (): boolean => useMe().data?.settings.shortcuts !== false;

export type Verb = 'edit' | 'start' | 'resume' | 'stop' | 'team';

// Authors start their own workflows, and end the waits of what they started.
const PERMISSIONS: Record<Verb, string[]> = {
  edit: ['edit_workflow'],
  start: ['operate_run', 'edit_workflow'],
  resume: ['operate_run', 'edit_workflow'],
  stop: ['operate_run', 'edit_workflow'],
  team: ['see_team_tasks'],
};

/** Whether to offer something; the server has the last word in any case. */
export function may(me: Me | undefined, verb: Verb): boolean {
  if (!me) return false;
  const own = me.permissions.map((name) => name.replace(/^workflows\./, ''));
  return PERMISSIONS[verb].some((name) => own.includes(name));
}

/** The same for one workflow, where a role may say more or less than groups do. */
export const mayOn = (
  me: Me | undefined,
  workflow: Pick<Workflow, 'can'> | undefined,
  verb: 'edit' | 'start',
): boolean => me !== undefined && (workflow?.can?.[verb] ?? may(me, verb));

/** Whether something is not to be offered on a workflow; until it is known who looks, all is. */
export function useBarred(slug: string, verb: 'edit' | 'start'): boolean {
  const { data: me } = useMe();
  const { data: workflow } = useWorkflow(slug);
  return me !== undefined && !mayOn(me, workflow, verb);
}

export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]?.slice(0, 2)];
  return letters
    .map((word, _index, all) => (all.length > 1 ? (word?.[0] ?? '') : (word ?? '')))
    .join('')
    .toUpperCase();
}
