// A person's settings: read once, written field by field, shown at once.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client';
import { keys } from '../api/queries';
import type { Me, Settings } from '../api/types';
import { text } from '../strings';
import { setZone } from '../strings/language';
import { notifyError } from '../ui/notify';

const settingsKey = ['settings'] as const;

export const useSettings = () =>
  useQuery({ queryKey: settingsKey, queryFn: () => request<Settings>('/api/me/settings/') });

export type Change = (changes: Partial<Settings>) => void;

/** What the page itself goes by, so that it does so without being loaded again. */
function applied(me: Me | undefined, settings: Settings): Me | undefined {
  if (!me) return me;
  const { zone, language, theme, shortcuts, desktop } = settings;
  return { ...me, settings: { zone, language, theme, shortcuts, desktop } };
}

/** Write some settings; what is refused goes back to what it was, and it is told why. */
export function useChange(): Change {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (body: Partial<Settings>) =>
      request<Settings>('/api/me/settings/', { method: 'PATCH', body }),
    // One after the other, so that the last thing chosen is what is kept.
    scope: { id: 'settings' },
    onMutate: (changes) => {
      const before = client.getQueryData<Settings>(settingsKey);
      if (before) client.setQueryData(settingsKey, { ...before, ...changes });
      return { before };
    },
    onError: (error, _changes, context) => {
      client.setQueryData(settingsKey, context?.before);
      notifyError(text.person.notSaved, error);
    },
    onSuccess: (settings, changes) => {
      client.setQueryData(settingsKey, settings);
      client.setQueryData<Me>(keys.me, (me) => applied(me, settings));
      if ('zone' in changes) setZone(settings.zone);
      // The words of the other language come with the page.
      if ('language' in changes) window.location.reload();
    },
  });
  return mutate;
}
