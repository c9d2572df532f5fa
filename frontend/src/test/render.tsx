// Renders a component inside the application's providers, over an API and a socket made of data.
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createMemoryRouter, RouterProvider, useLocation } from 'react-router';
import { vi } from 'vitest';
import { LiveProvider } from '../live/hooks';
import { LiveSocket } from '../live/socket';
import { cssVariablesResolver, theme } from '../ui/theme';

type Answer = unknown | ((request: { query: URLSearchParams; body: unknown }) => unknown);

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  headers: Headers;
}

/** An answer that is no success: `problem(409, 'The draft has changed.')`. */
export class ProblemAnswer {
  readonly status: number;
  readonly detail: string;
  readonly errors: object[];

  constructor(status: number, detail: string, errors: object[] = []) {
    this.status = status;
    this.detail = detail;
    this.errors = errors;
  }
}
export const problem = (status: number, detail: string, errors: object[] = []) =>
  new ProblemAnswer(status, detail, errors);

/** Answer `fetch` from a table of "METHOD /path"; what is not there is 404. Returns the calls. */
export function serve(answers: Record<string, Answer>): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
    const url = new URL(address, 'http://test');
    const method = init.method ?? 'GET';
    const body = init.body ? JSON.parse(String(init.body)) : undefined;
    const headers = new Headers(init.headers);
    calls.push({ method, path: url.pathname, query: url.searchParams, body, headers });
    let answer = answers[`${method} ${url.pathname}`] ?? problem(404, 'Not found.');
    if (typeof answer === 'function') answer = await answer({ query: url.searchParams, body });
    if (answer instanceof ProblemAnswer) {
      const { status, detail, errors } = answer;
      return Response.json(
        { type: 'about:blank', title: 'Problem', status, detail, errors },
        { status, headers: { 'X-Correlation-ID': 'abc123' } },
      );
    }
    return Response.json(answer);
  });
  return calls;
}

export const page = (results: unknown[], next: string | null = null) => ({
  next,
  previous: null,
  results,
});

/** The server's end of the socket. */
export class FakeServer {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  sent: Record<string, unknown>[] = [];
  /** How often the page has opened a line. */
  sockets = 0;

  send(data: string) {
    this.sent.push(JSON.parse(data));
  }
  close() {
    this.onclose?.();
  }
  says(frame: object) {
    act(() => this.onmessage?.({ data: JSON.stringify(frame) }));
  }
}

function Address() {
  const { pathname, search } = useLocation();
  return <output data-testid="address">{pathname + search}</output>;
}

export function show(element: ReactNode, at = '/') {
  const server = new FakeServer();
  const socket = new LiveSocket('ws://test/ws/', () => {
    server.sockets += 1;
    return server as unknown as WebSocket;
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createMemoryRouter(
    [
      {
        path: '*',
        element: (
          <>
            {element}
            <Address />
          </>
        ),
      },
    ],
    { initialEntries: [at] },
  );
  const view = render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} env="test">
      <QueryClientProvider client={client}>
        <LiveProvider socket={socket}>
          <RouterProvider router={router} />
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  act(() => server.onopen?.());
  return { ...view, server, client, router };
}
