// The colour scheme, here and in every other browser of the person.
import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/client';
import { keys } from '../../api/queries';
import type { Me, Settings } from '../../api/types';
import { text } from '../../strings';
import { notifyError } from '../notify';

/** The present scheme, and how to choose another: seen at once, kept with the person. */
export function useScheme(): [MantineColorScheme, (next: MantineColorScheme) => void] {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (theme: MantineColorScheme) =>
      request<Settings>('/api/me/settings/', { method: 'PATCH', body: { theme } }),
    scope: { id: 'settings' },
    onError: (error) => notifyError(text.person.notSaved, error),
    onSuccess: ({ theme }) =>
      client.setQueryData<Me>(
        keys.me,
        (me) => me && { ...me, settings: { ...me.settings, theme } },
      ),
  });
  const choose = (next: MantineColorScheme) => {
    setColorScheme(next);
    mutate(next);
  };
  return [colorScheme, choose];
}
