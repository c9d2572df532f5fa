// Opening a sub-workflow in place: the way back is kept in the address, as a list of slugs.
import { useCallback, useEffect, useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { EditorSession } from '../state/session';

const VIA = 'via';

const addressOf = (slug: string, via: readonly string[]): string =>
  `/workflows/${slug}${via.length > 0 ? `?${VIA}=${via.join(',')}` : ''}`;

/** The workflows that lead here, outermost first, and how to go back to one of them. */
export function useTrail(): { via: string[]; addressTo: (index: number) => string } {
  const [params] = useSearchParams();
  const words = params.get(VIA) ?? '';
  return useMemo(() => {
    const via = words.split(',').filter(Boolean);
    return { via, addressTo: (index) => addressOf(via[index] ?? '', via.slice(0, index)) };
  }, [words]);
}

export function useVisit(session: EditorSession): void {
  const navigate = useNavigate();
  const { via } = useTrail();
  const visit = useCallback(
    (slug: string) => {
      // A workflow that runs itself leads back to where it stands in the trail already.
      const at = via.indexOf(slug);
      const way = at < 0 ? [...via, session.slug] : via.slice(0, at);
      if (slug !== session.slug) void navigate(addressOf(slug, way));
    },
    [navigate, session, via],
  );
  useEffect(() => session.visit.set(visit), [session, visit]);
}
