// What the server says of an expression a moment after the last key: does it compile, what does it give.
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useContext } from 'react';
import { request } from '../../api/client';
import type { components } from '../../api/schema';
import { DeskContext, useShownRun } from '../state/context';
import { PlaceContext } from './place';

export type Preview = components['schemas']['Preview'];

const PAUSE = 350;

export function usePreview(expression: string): Preview | undefined {
  const slug = useContext(DeskContext)?.session.slug;
  const place = useContext(PlaceContext);
  const { id: run } = useShownRun();
  const [settled] = useDebouncedValue(expression, PAUSE);
  const body = { expression: settled, run, node: place.after ? place.node : null };
  const { data } = useQuery({
    queryKey: ['preview', slug, body],
    queryFn: () => request<Preview>(`/api/workflows/${slug}/preview/`, { method: 'POST', body }),
    enabled: slug !== undefined && settled.trim() !== '',
    staleTime: 10_000,
    retry: false,
  });
  // What is said of older words says nothing of these.
  return settled === expression ? data : undefined;
}
