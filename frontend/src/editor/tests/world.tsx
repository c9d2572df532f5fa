// A desk with a small graph, and a way to draw parts of the editor on it.
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import type { Workflow } from '../../api/types';
import { EXPENSE, TYPES } from '../../graph/tests/samples';
import type { Graph } from '../../graph/types';
import { theme } from '../../ui/theme';
import { Autosave } from '../state/autosave';
import { type Desk, DeskContext } from '../state/context';
import { EditorSession } from '../state/session';

// Drawing Mantine's fields in jsdom is slow on a busy machine; nothing here waits for a clock.
vi.setConfig({ testTimeout: 30_000 });

export const workflow = (revision: number, graph: Graph = EXPENSE): Workflow =>
  ({
    slug: 'expense',
    name: 'Expense',
    description: '',
    latest_version: null,
    created_at: '2026-01-05T12:00:00Z',
    updated_at: '2026-01-05T12:04:00Z',
    recent_runs: [],
    updated_by: 'ada',
    graph,
    problems: [],
    revision,
  }) as unknown as Workflow;

export function deskWith(graph: Graph = EXPENSE) {
  const session = new EditorSession('expense', graph, TYPES);
  const send = vi.fn(async (body: { revision: number; graph?: unknown }) =>
    workflow(body.revision + 1, (body.graph ?? graph) as Graph),
  );
  const fetch = vi.fn(async () => workflow(9));
  const autosave = new Autosave(session, workflow(1, graph), send, fetch);
  return { session, autosave, send, fetch, desk: { session, autosave } satisfies Desk };
}

export function draw(desk: Desk, part: ReactNode) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={client}>
        <DeskContext value={desk}>{part}</DeskContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
}
