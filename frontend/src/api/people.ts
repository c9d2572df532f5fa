// The people and groups of this installation: names to show where the API tells usernames.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { text } from '../strings';
import { request } from './client';
import { keys } from './queries';
import { useMe } from './session';
import type { Calendar } from './types';

export interface People {
  users: { username: string; name: string }[];
  groups: { name: string; count: number }[];
}

/** How to call somebody: the full name, or the username of somebody without one. */
export type NameOf = (username: string) => string;

export const asUsername: NameOf = (username) => username;

export const usePeople = () =>
  useQuery({
    queryKey: keys.people,
    queryFn: () => request<People>('/api/people/'),
    staleTime: 300_000,
  });

/** The business calendars that due dates may count by. */
export const useCalendars = () =>
  useQuery({
    queryKey: keys.calendars,
    queryFn: async () => (await request<{ results: Calendar[] }>('/api/calendars/')).results,
    staleTime: 60_000,
  });

/** Call people by their full names. */
export function useNames(): NameOf {
  const { data } = usePeople();
  const { data: me } = useMe();
  return useMemo(() => {
    const names = new Map(data?.users.map(({ username, name }) => [username, name]));
    if (me) names.set(me.username, me.name);
    return (username) => names.get(username) || username;
  }, [data, me]);
}

/**
 * As `useNames`, but "you" for the reader; for the middle of a sentence. Some languages have another
 * word after "by": `useNamesOrYou(text.common.byYou)`.
 */
export function useNamesOrYou(you: string = text.common.you): NameOf {
  const nameOf = useNames();
  const mine = useMe().data?.username;
  return useMemo(
    () => (username) => (username === mine ? you : nameOf(username)),
    [nameOf, mine, you],
  );
}
