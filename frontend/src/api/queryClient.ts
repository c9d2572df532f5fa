// How the cache behaves: what is tried again, and what a lost session does.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, goToSignIn } from './client';

function signedOut(error: unknown): void {
  if (error instanceof ApiError && error.status === 401) goToSignIn();
}

/** A refusal is an answer: only a missing answer and a broken server are tried again. */
function worthRetrying(count: number, error: unknown): boolean {
  if (error instanceof ApiError && error.status < 500) return false;
  return count < 2;
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: signedOut }),
    mutationCache: new MutationCache({ onError: signedOut }),
    defaultOptions: {
      queries: {
        retry: worthRetrying,
        retryDelay: (attempt) => Math.min(2_000, 300 * 2 ** attempt),
        staleTime: 5_000,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
