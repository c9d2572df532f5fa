// The bell: how many notices are unread, kept current by the socket; reading them, page by page.
import {
  type InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { request } from '../../api/client';
import { cursorOf, keys } from '../../api/queries';
import type { Notice, Page } from '../../api/types';
import { useLiveTopic } from '../../live/hooks';

type Unread = { unread: number };
type Pages = InfiniteData<Page<Notice>, string | undefined>;

/** How many notices are unread; to be used once in the shell, others read the same number. */
export function useUnread(): number {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: keys.bell,
    queryFn: () => request<Unread>('/api/notices/count/'),
  });
  useLiveTopic('inbox', (frame) => {
    if (frame.type === 'notice_update') {
      client.setQueryData<Unread>(keys.bell, { unread: frame.unread });
      void client.invalidateQueries({ queryKey: keys.notices });
    } else if (frame.type === 'resync') {
      void client.invalidateQueries({ queryKey: keys.bell });
    }
  });
  return data?.unread ?? 0;
}

export const useNotices = () =>
  useInfiniteQuery({
    queryKey: keys.notices,
    queryFn: ({ pageParam }) =>
      request<Page<Notice>>('/api/notices/', { query: { cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
  });

const asRead = (ids: number[] | undefined) => (pages: Pages | undefined) =>
  pages && {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      results: page.results.map((one) =>
        ids === undefined || ids.includes(one.id) ? { ...one, read: true } : one,
      ),
    })),
  };

/** Mark notices as read, or all of them; shown at once. */
export function useRead(): (ids?: number[]) => void {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (ids: number[] | undefined) =>
      request<Unread>('/api/notices/read/', { method: 'POST', body: { ids: ids ?? null } }),
    onMutate: (ids) => client.setQueryData<Pages>(keys.notices, asRead(ids)),
    onSuccess: (unread) => client.setQueryData<Unread>(keys.bell, unread),
    onError: () => client.invalidateQueries({ queryKey: keys.notices }),
  });
  return mutate;
}
